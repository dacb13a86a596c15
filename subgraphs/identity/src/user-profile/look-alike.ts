import { mailboxKey } from './registered-email.ts';
import type { UserProfile } from './user-profile.ts';

type Person = Pick<UserProfile, 'uuid' | 'surname' | 'otherNames' | 'email' | 'participant'>;

const nameOf = ({ surname, otherNames }: Person): string => `${surname}\n${otherNames}`.toLowerCase();

/** True for two profiles of one participant with the same names and the same mailbox: likely one person with two IDs (W22, R9). */
export function looksAlike(one: Person, other: Person): boolean {
  return (
    one.uuid !== other.uuid &&
    one.participant === other.participant &&
    one.email !== null &&
    other.email !== null &&
    mailboxKey(one.email) === mailboxKey(other.email) &&
    nameOf(one) === nameOf(other)
  );
}
