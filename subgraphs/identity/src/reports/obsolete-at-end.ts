import { filledPage, type Stretch, type ReportLine } from '@countersign/platform';
import { type Administrator, administratorsOf } from './administrators.ts';
import { PARTICIPANTS_AT_ONCE, participantsAfter } from './participants-of.ts';
import type { IdentityReport, ReportReader } from './report-reader.ts';

interface Row {
  readonly user_id: string;
  readonly type: 'USER' | 'DA';
  readonly participant: string;
  readonly status: string;
  readonly surname: string;
  readonly other_names: string;
}

const PROFILES_AT_ONCE = 500;
const OUTCOME = { USER: 'OBSOLETED', DA: 'DISABLED' } as const;

/** What a participant would lack once administrators without email are disabled (W21). */
function lacks(staying: readonly Administrator[]): string | null {
  const maker = staying.some((each) => each.maker);
  const checker = staying.some((each) => each.checker);
  if (maker && checker) return null;
  if (!maker && !checker) return 'NO_MAKER_AND_NO_CHECKER_LEFT';
  return maker ? 'NO_CHECKER_LEFT' : 'NO_MAKER_LEFT';
}

async function participantsLeftAlone(reader: ReportReader, after: string): Promise<Stretch> {
  const found = await participantsAfter(reader, after);
  const page = found.slice(0, PARTICIPANTS_AT_ONCE);
  const administrators = await administratorsOf(
    reader,
    page.map(({ code }) => code),
  );
  const staying = administrators.filter(({ mailbox }) => mailbox !== null);
  const lines = page.flatMap(({ code, name }) => {
    const outcome = lacks(staying.filter(({ participant }) => participant === code));
    const line: ReportLine = [outcome, code, name, null, null, null, null, null];
    return outcome === null ? [] : [{ line, position: `participant ${code}` }];
  });
  const more = found.length > PARTICIPANTS_AT_ONCE;
  return { found: lines, next: more ? `participant ${page.at(-1)?.code}` : 'profile ' };
}

async function profilesWithoutEmail(reader: ReportReader, after: string): Promise<Stretch> {
  const { clauses, values } = reader.profiles({ emailMissing: true });
  // Profiles without a mailbox stand together in its index, so those with one are never read.
  const rows = await reader.select<Row>(
    `SELECT p.live_user_id AS user_id, p.type, p.participant, p.status, p.surname, p.other_names FROM user_profile p
      WHERE ${['p.live_user_id > ?', "p.type IN ('USER', 'DA')", ...clauses].join(' AND ')} ORDER BY p.live_user_id LIMIT ${PROFILES_AT_ONCE}`,
    [after, ...values],
  );
  const found = rows.map((row) => ({
    line: [OUTCOME[row.type], row.participant, null, row.user_id, row.type, row.status, row.surname, row.other_names],
    position: `profile ${row.user_id}`,
  }));
  return { found, next: rows.length === PROFILES_AT_ONCE ? (found.at(-1)?.position ?? null) : null };
}

/** H2: what going to END would do now: participants that would keep no usable maker or checker, then every profile without email (W21 b, c). */
export const obsoleteAtEnd: IdentityReport = {
  name: 'obsoleteAtEnd',
  title: 'To Be Obsoleted At END (Dry Run)',
  description:
    'Participants that END would leave without a usable maker or checker, then users to be obsoleted and administrators to be disabled for want of an email.',
  needs: { audience: 'HOUSE', until: 'END' },
  args: { participant: 'ID' },
  columns: [
    { key: 'outcome', title: 'Outcome' },
    { key: 'participant', title: 'Participant' },
    { key: 'name', title: 'Participant Name' },
    { key: 'userId', title: 'User ID' },
    { key: 'type', title: 'Profile Type' },
    { key: 'status', title: 'Status' },
    { key: 'surname', title: 'Surname' },
    { key: 'otherNames', title: 'Other Names' },
  ],
  lines: (reader, _args, page) =>
    filledPage(page, (position) => {
      const [part, after = ''] = (position ?? 'participant ').split(' ');
      return part === 'profile' ? profilesWithoutEmail(reader, after) : participantsLeftAlone(reader, after);
    }),
};
