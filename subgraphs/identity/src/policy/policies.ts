import { policyBook, type PolicyKey, policyKeys, type PolicyValue } from './policy-book.ts';

/** A value that the clearing house decided, for the house or for one participant; null takes it back. */
export interface StoredPolicy {
  readonly key: PolicyKey;
  /** Null for the whole house. */
  readonly participant: string | null;
  readonly value: PolicyValue | null;
}

/** The value of every policy where it is asked. */
export type PolicyValues = { readonly [Key in PolicyKey]: PolicyValue<Key> };

/** The values that hold: the participant's own, else the house's, else the book's. A stored value that is none any more counts as absent. */
export function effectivePolicies(stored: readonly StoredPolicy[], participant: string | null): PolicyValues {
  const of = (key: PolicyKey, whose: string | null): PolicyValue | undefined => {
    const found = stored.find((each) => each.key === key && each.participant === whose);
    return found === undefined ? undefined : policyBook[key].read(found.value);
  };
  const own = (key: PolicyKey) =>
    participant === null || !policyBook[key].perParticipant ? undefined : of(key, participant);
  return Object.fromEntries(
    policyKeys.map((key) => [key, own(key) ?? of(key, null) ?? policyBook[key].fallback]),
  ) as PolicyValues;
}
