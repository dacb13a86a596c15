import { Fault } from '@countersign/platform';
import { participantsAfter, PARTICIPANTS_AT_ONCE, type NamedParticipant } from './participants-of.ts';
import type { IdentityReport, ReportReader } from './report-reader.ts';

/** Users, users with email, administrators, administrators with email. */
type Count = readonly [users: number, usersReady: number, das: number, dasReady: number];

interface Row {
  readonly participant: string;
  readonly type: 'USER' | 'DA';
  readonly profiles: number;
  readonly ready: number;
}

const NOTHING: Count = [0, 0, 0, 0];
const sum = (a: Count, b: Count): Count => [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((1000 * part) / whole) / 10;

function lineOf(what: readonly [participant: string | null, name: string, house: string], count: Count) {
  const [users, usersReady, das, dasReady] = count;
  return [...what, users, usersReady, share(usersReady, users), das, dasReady, share(dasReady, das)];
}

async function countsOf(reader: ReportReader, codes: readonly string[]): Promise<ReadonlyMap<string, Count>> {
  if (codes.length === 0) return new Map();
  const rows = await reader.select<Row>(
    `SELECT participant, type, COUNT(*) AS profiles, SUM(CASE WHEN mailbox_key IS NULL THEN 0 ELSE 1 END) AS ready
      FROM user_profile WHERE participant IN (${codes.map(() => '?').join(', ')}) AND live_user_id IS NOT NULL AND type IN ('USER', 'DA')
      GROUP BY participant, type`,
    codes,
  );
  const counts = new Map<string, Count>();
  for (const { participant, type, profiles, ready } of rows) {
    const [all, able] = [Number(profiles), Number(ready)];
    counts.set(
      participant,
      sum(counts.get(participant) ?? NOTHING, type === 'USER' ? [all, able, 0, 0] : [0, 0, all, able]),
    );
  }
  return counts;
}

/** The houses' totals so far travel in the position, so that no page counts everybody to give them. */
interface Progress {
  readonly code: string;
  readonly houses: Readonly<Record<string, Count>>;
  /** How many of the houses' lines were shown. */
  readonly shown: number;
}

const BEGINNING: Progress = { code: '', houses: {}, shown: 0 };

function partsOf(position: string): readonly [unknown, object, unknown] {
  try {
    const parts: unknown = JSON.parse(position);
    if (Array.isArray(parts) && typeof parts[1] === 'object' && parts[1] !== null)
      return parts as [unknown, object, unknown];
  } catch {
    // Nothing that this report wrote.
  }
  throw new Fault('CURSOR_INVALID', 'The cursor was not made by this report. Start again without it.', {
    publicDetails: { field: 'after' },
  });
}

function progressOf(position: string | null): Progress {
  if (position === null) return BEGINNING;
  const [code, houses, shown] = partsOf(position);
  const counted = Object.entries(houses).map(([house, count]) => [house, countOf(count)]);
  return { code: String(code), houses: Object.fromEntries(counted) as Record<string, Count>, shown: Number(shown) };
}

function countOf(value: unknown): Count {
  const [users = 0, usersReady = 0, das = 0, dasReady = 0] = Array.isArray(value) ? value.map(Number) : [];
  return [users, usersReady, das, dasReady];
}

function withPage(
  before: Progress['houses'],
  page: readonly NamedParticipant[],
  counts: ReadonlyMap<string, Count>,
): Progress['houses'] {
  const houses: Record<string, Count> = { ...before };
  for (const { code, clearing_house: house } of page)
    houses[house] = sum(houses[house] ?? NOTHING, counts.get(code) ?? NOTHING);
  return houses;
}

/** H1: how far each participant is with registering email, and each house at the end (domain 6). Logins belong to Authentication. */
export const readiness: IdentityReport = {
  name: 'readiness',
  title: 'Migration Readiness',
  description:
    'Share of users and of administrators with a registered email, by participant; the last lines sum up each house.',
  needs: { audience: 'HOUSE' },
  args: { participant: 'ID' },
  columns: [
    { key: 'participant', title: 'Participant' },
    { key: 'name', title: 'Name' },
    { key: 'clearingHouse', title: 'Clearing House' },
    { key: 'users', title: 'Users' },
    { key: 'usersWithEmail', title: 'Users With Email' },
    { key: 'usersWithEmailPercent', title: 'Users With Email %' },
    { key: 'administrators', title: 'Administrators' },
    { key: 'administratorsWithEmail', title: 'Administrators With Email' },
    { key: 'administratorsWithEmailPercent', title: 'Administrators With Email %' },
  ],
  async lines(reader, _args, { after, size }) {
    const most = Math.min(size, PARTICIPANTS_AT_ONCE);
    const progress = progressOf(after);
    const found = await participantsAfter(reader, progress.code, most);
    const page = found.slice(0, most);
    const counts = await countsOf(
      reader,
      page.map(({ code }) => code),
    );
    const houses = withPage(progress.houses, page, counts);
    const lines = page.map(({ code, name, clearing_house: house }) =>
      lineOf([code, name, house], counts.get(code) ?? NOTHING),
    );
    if (found.length > most) return { lines, next: JSON.stringify([page.at(-1)?.code, houses, 0]) };
    const whole = reader.scope.profiles === 'EVERYBODY' ? Object.entries(houses).toSorted() : [];
    const last = whole
      .slice(progress.shown, progress.shown + size - lines.length)
      .map(([house, count]) => lineOf([null, `All of ${house}`, house], count));
    const shown = progress.shown + last.length;
    const code = page.at(-1)?.code ?? progress.code;
    return { lines: [...lines, ...last], next: shown < whole.length ? JSON.stringify([code, houses, shown]) : null };
  },
};
