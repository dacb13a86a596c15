import type { EServiceState } from '../eservice/transitions.ts';
import type { CalendarOverride } from '../function-hours/calendar-override.ts';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import type { Group, GroupDefinition } from '../groups/group.ts';
import type { PolicyKey } from '../policy/policy-book.ts';
import type { AccountTerms, ServiceAccount } from '../service-account/service-account.ts';
import type { PolicyValues, StoredPolicy } from '../policy/policies.ts';

/** Something of the house that carries a version; null while it is not there, then and before with version 0 or more. */
export interface Versioned<T> {
  readonly stored: T | null;
  readonly version: number;
}

/** Some holders of a group by user ID, and whether there are more. */
export interface GroupHolders {
  readonly userIds: readonly string[];
  readonly more: boolean;
}

/** What changes of the house read and write. Each write is guarded by the version that was read; false when another was first. */
export interface HouseRecords {
  group(code: string): Promise<Versioned<Group>>;
  groupHolders(code: string): Promise<GroupHolders>;
  writeGroup(group: GroupDefinition & { readonly retiredAt: Date | null }, version: number): Promise<boolean>;
  override(date: LocalDate): Promise<Versioned<CalendarOverride>>;
  writeOverride(date: LocalDate, change: WrittenOverride): Promise<boolean>;
  policy(key: PolicyKey, participant: string | null): Promise<Versioned<StoredPolicy>>;
  writePolicy(policy: StoredPolicy, change: { readonly version: number; readonly at: Date }): Promise<boolean>;
  /** The values that hold for a participant, or for the house. */
  policies(participant: string | null): Promise<PolicyValues>;
  /** Last day of the participant's waiver of the second person. */
  waiver(participant: string): Promise<Versioned<LocalDate>>;
  writeWaiver(participant: string, change: WrittenWaiver): Promise<boolean>;
  /** Where an eService form stands; null when no form filed here has the reference. */
  formState(reference: string): Promise<EServiceState | null>;
  serviceAccount(name: string): Promise<Versioned<ServiceAccount>>;
  writeServiceAccount(account: AccountTerms, change: { readonly version: number; readonly at: Date }): Promise<boolean>;
}

/** An override to be written over this version, or null to remove it. */
export interface WrittenOverride {
  readonly override: CalendarOverride | null;
  readonly version: number;
  readonly at: Date;
}

/** A waiver to be written over this version; null ends it. */
export interface WrittenWaiver {
  readonly until: LocalDate | null;
  readonly reason: string;
  readonly version: number;
  readonly at: Date;
}
