import { execute, type Transaction } from '@countersign/platform';
import { endsSessions, type ProfileRewrite } from '../user-profile/profile-rewrite.ts';
import { mailboxKey } from '../user-profile/registered-email.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { groupColumn, nameKey } from './profile-row.ts';

const columns = {
  email: 'email',
  surname: 'surname',
  otherNames: 'other_names',
  enableFrom: 'enable_from',
  disableAfter: 'disable_after',
  clearingHouseOptions: 'clearing_house_options',
  settlementAgentName: 'settlement_agent_name',
  status: 'status',
  groups: 'group_codes',
} as const satisfies Record<keyof ProfileRewrite, string>;

/** Writes an edit if the profile is live and still has the version that was read: one guarded statement decides (A2). */
export async function editProfile(
  tx: Transaction,
  profile: UserProfile,
  edit: ProfileRewrite,
  at: Date,
): Promise<boolean> {
  const set = new Map<string, string | number | null>();
  const { groups, ...others } = edit;
  for (const [field, value] of Object.entries(others)) set.set(columns[field as keyof ProfileRewrite], value);
  if (groups !== undefined) set.set(columns.groups, groupColumn(groups));
  if (typeof edit.email === 'string') set.set('mailbox_key', mailboxKey(edit.email));
  if (edit.surname !== undefined || edit.otherNames !== undefined) {
    set.set('name_key', nameKey(edit.surname ?? profile.surname, edit.otherNames ?? profile.otherNames));
  }
  set.set('version', profile.version + 1);
  set.set('updated_at', at.getTime());
  const assignments = [...set.keys()].map((column) => `${column} = ?`);
  if (endsSessions(edit)) assignments.push('security_version = security_version + 1');
  const affected = await execute(
    tx,
    `UPDATE user_profile SET ${assignments.join(', ')} WHERE uuid = ? AND version = ? AND deleted_at IS NULL`,
    [...set.values(), profile.uuid, profile.version],
  );
  return affected === 1;
}
