import { newId, type Transaction } from '@countersign/platform';
import { localDate, type LocalDate } from '../function-hours/hong-kong-date.ts';
import { findGroup } from '../groups/catalogue.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { insertProfiles } from '../rows/insert-profiles.ts';
import { findParticipants } from '../rows/participant-row.ts';
import { readPhase } from '../rows/phase-row.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { registeredEmail } from '../user-profile/registered-email.ts';
import type { ClearingHouseOptions, ProfileStatus, ProfileType, UserProfile } from '../user-profile/user-profile.ts';

/** A profile to be written past maker and checker. */
export interface NewProfile {
  readonly userId: string;
  readonly type: ProfileType;
  /** Null for the clearing house's own staff. */
  readonly participant: string | null;
  readonly surname: string;
  readonly otherNames?: string;
  readonly status?: ProfileStatus;
  readonly email?: string | null;
  readonly enableFrom?: string | null;
  readonly disableAfter?: string | null;
  readonly clearingHouseOptions?: ClearingHouseOptions;
  readonly settlementAgentName?: string | null;
  readonly groups?: readonly string[];
  readonly srn?: string | null;
  readonly certificateExpiry?: string | null;
  readonly createdInPhase?: MigrationPhase;
  /** Defaults to true for a profile of PRE_PARALLEL or one that holds a card. */
  readonly smartcardAllowed?: boolean;
}

function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new RangeError(`The new profile's ${what} is not valid.`);
  return value;
}

function dateOrNull(text: string | null | undefined, what: string): LocalDate | null {
  return text === null || text === undefined ? null : must(localDate(text), what);
}

/** Writes a profile directly; for the demonstration, the import and tests only. Wrong values and a taken ID throw. */
export async function createProfile(tx: Transaction, wanted: NewProfile, at: Date): Promise<UserProfile> {
  const [participant] = wanted.participant === null ? [null] : await findParticipants(tx, [wanted.participant]);
  if (participant === undefined) throw new RangeError('The new profile\'s participant is not registered.');
  const createdInPhase = wanted.createdInPhase ?? (await readPhase(tx));
  const srn = wanted.srn ?? null;
  const profile: UserProfile = {
    uuid: newId(),
    userId: must(canonicalUserId(wanted.userId), 'user ID'),
    type: wanted.type,
    participant: participant?.code ?? null,
    clearingHouse: participant?.clearingHouse ?? null,
    status: wanted.status ?? 'ENABLED',
    surname: wanted.surname,
    otherNames: wanted.otherNames ?? '',
    email: wanted.email === null || wanted.email === undefined ? null : must(registeredEmail(wanted.email), 'email'),
    enableFrom: dateOrNull(wanted.enableFrom, 'first day'),
    disableAfter: dateOrNull(wanted.disableAfter, 'last day'),
    clearingHouseOptions: wanted.clearingHouseOptions ?? 'DERIVATIVES',
    settlementAgentName: wanted.settlementAgentName ?? null,
    groups: (wanted.groups ?? []).map((code) => must(findGroup(code), `group ${code}`).code),
    srn,
    certificateExpiry: dateOrNull(wanted.certificateExpiry, 'certificate expiry'),
    smartcardAllowed: wanted.smartcardAllowed ?? (createdInPhase === 'PRE_PARALLEL' || srn !== null),
    createdInPhase,
    version: 1,
    securityVersion: 1,
    deletedAt: null,
  };
  await insertProfiles(tx, [profile], at);
  return profile;
}
