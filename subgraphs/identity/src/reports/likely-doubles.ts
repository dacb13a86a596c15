import { pageOf } from '@countersign/platform';
import type { Catalogue } from '../groups/catalogue.ts';
import { businessGroups } from './administrators.ts';
import type { IdentityReport } from './report-reader.ts';

interface Row {
  readonly participant: string;
  readonly da_user_id: string;
  readonly user_id: string;
  readonly surname: string;
  readonly other_names: string;
  readonly email: string | null;
  readonly da_groups: string;
  readonly user_groups: string;
}

const codesOf = (column: string): readonly string[] => column.split(' ').filter((code) => code !== '');

function lineOf(row: Row, catalogue: Catalogue) {
  const held = codesOf(row.da_groups);
  const lost = businessGroups(catalogue, codesOf(row.user_groups)).filter((code) => !held.includes(code));
  return [
    row.participant,
    row.da_user_id,
    row.user_id,
    row.surname,
    row.other_names,
    row.email,
    row.user_groups.trim(),
    lost.join(' '),
  ];
}

/** R9: people who look like one person with an administrator's and a user's ID, and what deleting the user ID would lose (W22). */
export const likelyDoubles: IdentityReport = {
  name: 'likelyDoubles',
  title: 'Likely DA and User Doubles',
  description:
    'An administrator and a user of one participant with the same name and email, and the groups that only the user ID holds.',
  needs: { audience: 'PARTICIPANT' },
  args: { participant: 'ID' },
  columns: [
    { key: 'participant', title: 'Participant' },
    { key: 'daUserId', title: 'DA User ID' },
    { key: 'userId', title: 'User ID' },
    { key: 'surname', title: 'Surname' },
    { key: 'otherNames', title: 'Other Names' },
    { key: 'email', title: 'Email', personal: true },
    { key: 'userGroups', title: 'Groups Of The User ID' },
    { key: 'groupsLost', title: 'Groups Lost By Deleting It' },
  ],
  async lines(reader, _args, { after, size }) {
    if (reader.scope.types !== null && !reader.scope.types.includes('USER')) return { lines: [], next: null };
    const { clauses, values } = reader.profiles();
    const [da = '', user = ''] = (after ?? '').split(' ');
    // The administrators are few and read from their index; each looks up the users of his own mailbox.
    const rows = await reader.select<Row>(
      `SELECT p.participant, p.live_user_id AS da_user_id, u.live_user_id AS user_id, u.surname, u.other_names, u.email,
          p.group_codes AS da_groups, u.group_codes AS user_groups
        FROM user_profile p JOIN user_profile u ON u.mailbox_key = p.mailbox_key AND u.name_key = p.name_key
          AND u.participant = p.participant AND u.type = 'USER' AND u.live_user_id IS NOT NULL
        WHERE ${["p.type = 'DA'", 'p.live_user_id >= ?', '(p.live_user_id > ? OR u.live_user_id > ?)', ...clauses].join(' AND ')}
        ORDER BY p.live_user_id, u.live_user_id LIMIT ${size + 1}`,
      [da, da, user, ...values],
    );
    return pageOf(
      rows,
      size,
      (row) => `${row.da_user_id} ${row.user_id}`,
      (row) => lineOf(row, reader.catalogue),
    );
  },
};
