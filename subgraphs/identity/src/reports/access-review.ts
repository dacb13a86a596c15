import { pageOf } from '@countersign/platform';
import { hongKongDate, type LocalDate } from '../function-hours/hong-kong-date.ts';
import { usableOn } from '../user-profile/usable.ts';
import type { ProfileStatus } from '../user-profile/user-profile.ts';
import type { IdentityReport } from './report-reader.ts';

interface Row {
  readonly user_id: string;
  readonly type: string;
  readonly participant: string | null;
  readonly status: ProfileStatus;
  readonly surname: string;
  readonly other_names: string;
  readonly email: string | null;
  readonly enable_from: LocalDate | null;
  readonly disable_after: LocalDate | null;
  readonly settlement_agent_name: string | null;
  readonly group_codes: string;
  readonly created_at: number;
  readonly updated_at: number;
}

function lineOf(row: Row, today: LocalDate) {
  const { status, enable_from: enableFrom, disable_after: disableAfter } = row;
  return [
    row.participant,
    row.user_id,
    row.type,
    status,
    usableOn({ status, enableFrom, disableAfter, deletedAt: null }, today),
    row.surname,
    row.other_names,
    row.email,
    enableFrom,
    disableAfter,
    row.settlement_agent_name,
    row.group_codes.trim(),
    new Date(row.created_at),
    new Date(row.updated_at),
  ];
}

/** H12: everybody's access for the annual review, the house's own staff included (S13, SFC 2.2). */
export const accessReview: IdentityReport = {
  name: 'accessReview',
  title: 'Access Review',
  description: 'Every profile with its groups, dates and last change, for the annual review.',
  needs: { audience: 'HOUSE' },
  args: { participant: 'ID' },
  columns: [
    { key: 'participant', title: 'Participant' },
    { key: 'userId', title: 'User ID' },
    { key: 'type', title: 'Profile Type' },
    { key: 'status', title: 'Status' },
    { key: 'usable', title: 'Usable Today' },
    { key: 'surname', title: 'Surname' },
    { key: 'otherNames', title: 'Other Names' },
    { key: 'email', title: 'Email', personal: true },
    { key: 'enableFrom', title: 'Enable From' },
    { key: 'disableAfter', title: 'Disable After' },
    { key: 'settlementAgentName', title: 'Settlement Agent' },
    { key: 'groups', title: 'Groups' },
    { key: 'createdAt', title: 'Created' },
    { key: 'updatedAt', title: 'Last Changed' },
  ],
  async lines(reader, _args, { after, size }) {
    const today = hongKongDate(reader.at);
    const { clauses, values } = reader.profiles();
    const rows = await reader.select<Row>(
      `SELECT p.live_user_id AS user_id, p.type, p.participant, p.status, p.surname, p.other_names, p.email, p.enable_from, p.disable_after,
          p.settlement_agent_name, p.group_codes, p.created_at, p.updated_at FROM user_profile p
        WHERE ${['p.live_user_id > ?', ...clauses].join(' AND ')} ORDER BY p.live_user_id LIMIT ${size + 1}`,
      [after ?? '', ...values],
    );
    return pageOf(
      rows,
      size,
      (row) => row.user_id,
      (row) => lineOf(row, today),
    );
  },
};
