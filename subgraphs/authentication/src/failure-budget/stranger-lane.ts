import type { Flow } from '../flow/flow.ts';
import type { Caller, Parts } from '../parts.ts';
import { isKnownSource } from './known-source.ts';

type Claimed = Pick<Flow, 'claimedId'>;
type Store = Pick<Parts, 'volatile' | 'policy'>;

const hour = 3_600_000;
const key = (claimedId: string): string => `{strangers:${claimedId}}:tries`;

/**
 * Whether nothing yet sets the caller apart from anybody who guessed a user ID: no secret was proven in the flow, it belongs
 * to no session, and the source never signed this person in (O9). Nobody's visitors are all strangers.
 */
export async function isStranger(
  parts: Pick<Parts, 'database'>,
  caller: Caller,
  flow: Pick<Flow, 'evidence' | 'sessionId' | 'subject'>,
): Promise<boolean> {
  if (flow.evidence.length > 0 || flow.sessionId !== null) return false;
  const { address } = caller.source;
  return !(await isKnownSource(parts.database, { profileUuid: flow.subject?.profileUuid ?? null, address }));
}

/**
 * Takes one of the tries that all strangers together have at this ID in an hour; false when there is none. It says so under
 * the ID as typed, so that strangers hear the same of everybody and nobody (O8); what may be compared is decided by the
 * account row, which no loss of this store refills.
 */
export async function takeStrangerTry({ volatile, policy }: Store, { claimedId }: Claimed): Promise<boolean> {
  const window = { limit: policy.strangerFailures, windowMs: hour };
  return (await volatile.countUp(key(claimedId), window)).allowed;
}

/** A stranger who was right was none. */
export async function giveStrangerTryBack(
  { volatile }: Pick<Store, 'volatile'>,
  { claimedId }: Claimed,
): Promise<void> {
  await volatile.giveBack(key(claimedId));
}

/** Lets strangers try at this ID again: an administrator has looked at the matter (W7). */
export async function reopenToStrangers({ volatile }: Pick<Store, 'volatile'>, claimedId: string): Promise<void> {
  await volatile.delete(key(claimedId));
}
