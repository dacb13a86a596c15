import { type HouseRule, houseChange, type HouseWish } from '../changes/house-change.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { participantCode } from '../user-id/participant-code.ts';
import type { StoredPolicy } from './policies.ts';
import { policyBook, policyKeys, type PolicyKey, type PolicyValue } from './policy-book.ts';

/** A value for the house or for one participant; null goes back to what holds without it. */
interface PolicyWish {
  readonly key: PolicyKey;
  readonly participant: string | null;
  readonly value: PolicyValue | null;
}

const unknownParticipant = refused('PARTICIPANT_UNKNOWN', 'There is no such clearing participant.', {
  field: 'participant',
});

function readWhose(key: PolicyKey, typed: unknown): Judged<string | null> {
  if (typed === undefined || typed === null) return accepted(null);
  const code = typeof typed === 'string' ? participantCode(typed) : null;
  if (code === null) return unknownParticipant;
  return policyBook[key].perParticipant
    ? accepted(code)
    : refused('INVALID_INPUT', `${key} holds for the whole house.`, { field: 'participant' });
}

function read(fields: Readonly<Record<string, unknown>>): Judged<PolicyWish> {
  const key = policyKeys.find((each) => each === fields['key']);
  if (key === undefined)
    return refused('POLICY_UNKNOWN', `There is no such policy. There are ${policyKeys.join(', ')}.`, { field: 'key' });
  const whose = readWhose(key, fields['participant']);
  if (!whose.ok) return whose;
  const typed = fields['value'] ?? null;
  const value = typed === null ? null : policyBook[key].read(typed);
  return value === undefined
    ? refused('INVALID_OPTION', `The value of ${key} must be ${policyBook[key].form}.`, { field: 'value' })
    : accepted({ key, participant: whose.value, value });
}

async function judge({ records, wish, state }: HouseWish<PolicyWish, StoredPolicy | null>) {
  const { key, participant, value } = wish;
  if (participant !== null && (await records.participant(participant)) === null) return unknownParticipant;
  const before = state.stored?.value ?? null;
  if (before === value) return refused('NO_CHANGE', 'The policy has this value already.', { field: 'value' });
  const loosens = key === 'emailOtpAllowed' && value === true;
  return accepted({
    before: { value: before },
    after: { value },
    warnings: [
      ...(value === null ? ['What holds without a value of its own holds from the next request on.'] : []),
      ...(loosens ? ['Codes by email are the weaker factor; the app is preferred.'] : []),
    ],
  });
}

const rule: HouseRule<PolicyWish, StoredPolicy | null> = {
  kind: 'POLICY_CHANGE',
  action: 'CHANGE_POLICY',
  successMessage: 'The policy is changed successfully',
  fields: ['key', 'participant', 'value'],
  read,
  key: ({ key, participant }) => `policy:${key}${participant === null ? '' : `:${participant}`}`,
  subject: ({ key, participant }) => `Policy ${key}${participant === null ? '' : ` of ${participant}`}`,
  async stored(records, { key, participant }) {
    const { stored, version } = await records.house.policy(key, participant);
    return { stored, version };
  },
  judge,
  write: ({ records, wish, state, now }) => records.house.writePolicy(wish, { version: state.version, at: now }),
};

/** Switch a policy for the house or for one participant (2.2). */
export const policyChange = houseChange(rule);
