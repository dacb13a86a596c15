import { filledPage, type Stretch } from '@countersign/platform';
import { administratorsOf, businessGroups } from './administrators.ts';
import { PARTICIPANTS_AT_ONCE, participantsAfter } from './participants-of.ts';
import type { IdentityReport, ReportReader } from './report-reader.ts';

/** The participant's administrators with business groups; a page may end inside a participant. */
async function stretchFrom(reader: ReportReader, position: string | null): Promise<Stretch> {
  const [code = '', userId = ''] = (position ?? '').split(' ');
  // The participant in which the last page ended comes first again, without those already shown.
  const again = userId === '' ? [] : [code];
  const found = await participantsAfter(reader, code);
  const page = [...again, ...found.slice(0, PARTICIPANTS_AT_ONCE).map((each) => each.code)];
  const administrators = await administratorsOf(reader, page);
  const lines = administrators.flatMap((each) => {
    const business = businessGroups(reader.catalogue, each.groups);
    const shown = each.participant === code && each.userId <= userId;
    if (business.length === 0 || shown) return [];
    const administering = each.groups.filter((group) => !business.includes(group));
    return [
      {
        line: [
          each.participant,
          each.userId,
          each.type,
          each.usable,
          each.surname,
          each.otherNames,
          administering.join(' '),
          business.join(' '),
        ],
        position: `${each.participant} ${each.userId}`,
      },
    ];
  });
  return { found: lines, next: found.length > PARTICIPANTS_AT_ONCE ? (page.at(-1) ?? null) : null };
}

/** H8: administrators who also hold business groups: allowed from END, and to be seen (A6). */
export const segregation: IdentityReport = {
  name: 'segregation',
  title: 'Administrators Holding Business Groups',
  description: 'Profiles with both DA groups and business groups, by participant.',
  needs: { audience: 'HOUSE' },
  args: { participant: 'ID' },
  columns: [
    { key: 'participant', title: 'Participant' },
    { key: 'userId', title: 'User ID' },
    { key: 'type', title: 'Profile Type' },
    { key: 'usable', title: 'Usable Today' },
    { key: 'surname', title: 'Surname' },
    { key: 'otherNames', title: 'Other Names' },
    { key: 'administratorGroups', title: 'DA Groups' },
    { key: 'businessGroups', title: 'Business Groups' },
  ],
  lines: (reader, _args, page) => filledPage(page, (position) => stretchFrom(reader, position)),
};
