import { newId, type Transaction } from '@countersign/platform';
import { localDate, type LocalDate } from '../../function-hours/hong-kong-date.ts';
import type { Catalogue } from '../../groups/catalogue.ts';
import type { MigrationPhase } from '../../migration-phase/migration-phase.ts';
import { readCatalogue } from '../group-row.ts';
import { insertProfiles } from '../insert-profiles.ts';
import { findParticipants } from '../participant-row.ts';
import { readPhase } from '../phase-row.ts';
import { canonicalUserId } from '../../user-id/canonical-user-id.ts';
import { registeredEmail } from '../../user-profile/registered-email.ts';
import type { ClearingHouseOptions, ProfileStatus, ProfileType, UserProfile } from '../../user-profile/user-profile.ts';

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

/** The fields of the form, defaults filled in. */
function formOf(wanted: NewProfile, catalogue: Catalogue) {
  const { email = null, settlementAgentName = null, srn = null, groups = [] } = wanted;
  const { status = 'ENABLED', otherNames = '', clearingHouseOptions = 'DERIVATIVES' } = wanted;
  return {
    userId: must(canonicalUserId(wanted.userId), 'user ID'),
    type: wanted.type,
    surname: wanted.surname,
    email: email === null ? null : must(registeredEmail(email), 'email'),
    enableFrom: dateOrNull(wanted.enableFrom, 'first day'),
    disableAfter: dateOrNull(wanted.disableAfter, 'last day'),
    certificateExpiry: dateOrNull(wanted.certificateExpiry, 'certificate expiry'),
    groups: groups.map((code) => must(catalogue.findLive(code), `group ${code}`).code),
    status,
    otherNames,
    clearingHouseOptions,
    settlementAgentName,
    srn,
  };
}

/** Writes a profile directly; for the demonstration, the import and tests only. Wrong values and a taken ID throw. */
export async function createProfile(tx: Transaction, wanted: NewProfile, at: Date): Promise<UserProfile> {
  const [participant] = wanted.participant === null ? [null] : await findParticipants(tx, [wanted.participant]);
  if (participant === undefined) throw new RangeError("The new profile's participant is not registered.");
  const form = formOf(wanted, await readCatalogue(tx));
  const createdInPhase = wanted.createdInPhase ?? (await readPhase(tx));
  const profile: UserProfile = {
    ...form,
    uuid: newId(),
    participant: participant?.code ?? null,
    clearingHouse: participant?.clearingHouse ?? null,
    smartcardAllowed: wanted.smartcardAllowed ?? (createdInPhase === 'PRE_PARALLEL' || form.srn !== null),
    createdInPhase,
    version: 1,
    securityVersion: 1,
    deletedAt: null,
  };
  await insertProfiles(tx, [profile], at);
  return profile;
}
