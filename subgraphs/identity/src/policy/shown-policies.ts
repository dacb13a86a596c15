import { effectivePolicies, type StoredPolicy } from './policies.ts';
import { policyBook, type PolicyKey, policyKeys, type PolicyValue } from './policy-book.ts';

/** One policy as people see it: what holds, and who decided that. */
export interface ShownPolicy {
  readonly key: PolicyKey;
  readonly value: PolicyValue;
  readonly decidedFor: 'PARTICIPANT' | 'HOUSE' | 'DEFAULT';
  readonly perParticipant: boolean;
  readonly meaning: string;
}

/** All policies where they are asked, in the order of the book. */
export function shownPolicies(stored: readonly StoredPolicy[], participant: string | null): readonly ShownPolicy[] {
  const values = effectivePolicies(stored, participant);
  const decided = (key: PolicyKey, whose: string | null) =>
    stored.some((each) => each.key === key && each.participant === whose);
  return policyKeys.map((key) => {
    const { perParticipant, meaning } = policyBook[key];
    const own = perParticipant && participant !== null && decided(key, participant);
    const decidedFor = own ? 'PARTICIPANT' : decided(key, null) ? 'HOUSE' : 'DEFAULT';
    return { key, value: values[key], decidedFor, perParticipant, meaning };
  });
}
