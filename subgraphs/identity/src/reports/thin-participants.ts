import { filledPage, type Stretch } from '@countersign/platform';
import { waiverHolds } from '../clearing-participant/sole-da-waiver.ts';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import { type Administrator, administratorsOf } from './administrators.ts';
import { PARTICIPANTS_AT_ONCE, participantsAfter } from './participants-of.ts';
import type { IdentityReport, ReportReader } from './report-reader.ts';

/** Pairs of a maker and a checker, two IDs, with one mailbox: likely one person (domain 8). */
function sharedMailboxes(administrators: readonly Administrator[]): readonly string[] {
  const checkers = administrators.filter(({ checker }) => checker);
  return administrators
    .filter(({ maker }) => maker)
    .flatMap((maker) =>
      checkers
        .filter(({ mailbox, userId }) => mailbox !== null && mailbox === maker.mailbox && userId !== maker.userId)
        .map(({ userId }) => `${maker.userId} and ${userId}`),
    );
}

/** Waivers of the second person that are in force, by participant (W2). */
async function waiversOf(reader: ReportReader, codes: readonly string[]): Promise<ReadonlyMap<string, LocalDate>> {
  if (codes.length === 0) return new Map();
  const rows = await reader.select<{ participant: string; until_date: LocalDate | null }>(
    `SELECT participant, until_date FROM sole_da_waiver WHERE participant IN (${codes.map(() => '?').join(', ')})`,
    codes,
  );
  return new Map(
    rows.flatMap(({ participant, until_date: until }) =>
      until !== null && waiverHolds(until, reader.at) ? [[participant, until] as const] : [],
    ),
  );
}

async function stretchFrom(reader: ReportReader, after: string | null): Promise<Stretch> {
  const found = await participantsAfter(reader, after ?? '');
  const page = found.slice(0, PARTICIPANTS_AT_ONCE);
  const codes = page.map(({ code }) => code);
  const administrators = await administratorsOf(reader, codes);
  const waivers = await waiversOf(reader, codes);
  const lines = page.flatMap(({ code, name, clearing_house: house }) => {
    const own = administrators.filter(({ participant }) => participant === code);
    const makers = own.filter(({ maker }) => maker).length;
    const checkers = own.filter(({ checker }) => checker).length;
    const shared = sharedMailboxes(own);
    const waiver = waivers.get(code) ?? null;
    if (makers > 1 && checkers > 1 && shared.length === 0 && waiver === null) return [];
    return [{ line: [code, name, house, makers, checkers, waiver, shared.join('; ')], position: code }];
  });
  return { found: lines, next: found.length > PARTICIPANTS_AT_ONCE ? (page.at(-1)?.code ?? null) : null };
}

/** H7: participants that stand on one maker or one checker, are excused from a second person, or whose pair shares a mailbox (domain 6, 8). */
export const thinParticipants: IdentityReport = {
  name: 'thinParticipants',
  title: 'Participants With One Maker Or One Checker',
  description:
    'Usable makers and checkers with access level EE where there is at most one, sole-DA waivers in force, and makers and checkers with one email.',
  needs: { audience: 'HOUSE' },
  args: { participant: 'ID' },
  columns: [
    { key: 'participant', title: 'Participant' },
    { key: 'name', title: 'Name' },
    { key: 'clearingHouse', title: 'Clearing House' },
    { key: 'makers', title: 'Usable Makers' },
    { key: 'checkers', title: 'Usable Checkers' },
    { key: 'soleDaWaiverUntil', title: 'Sole DA Waiver Until' },
    { key: 'sameEmail', title: 'Maker And Checker With One Email' },
  ],
  lines: (reader, _args, page) => filledPage(page, (position) => stretchFrom(reader, position)),
};
