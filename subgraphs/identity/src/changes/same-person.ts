import { mailboxKey } from '../user-profile/registered-email.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';

type Person = Pick<UserProfile, 'uuid' | 'email' | 'srn'>;

/** True when two profiles count as one human: the same profile, registered mailbox or smartcard (M4). */
export function samePerson(one: Person, other: Person): boolean {
  if (one.uuid === other.uuid) return true;
  if (one.email !== null && other.email !== null && mailboxKey(one.email) === mailboxKey(other.email)) return true;
  return one.srn !== null && other.srn !== null && one.srn === other.srn;
}
