import { type Limited, giveBackToSource, takeFromSource } from '../failure-budget/source-limit.ts';
import type { Caller, Parts } from '../parts.ts';
import { refuse } from './refuse.ts';
import type { FlowStep } from './step.ts';

type Begun = Extract<Limited, 'logins' | 'resets'>;

/**
 * Begins a flow while this source has not left too many unfinished. It is asked before anything else, so the answer says
 * nothing about any user (O8); a flow that is completed gives its unit back.
 */
export async function beginWithinLimit(
  parts: Parts,
  { caller, what }: { readonly caller: Caller; readonly what: Begun },
  begin: () => Promise<FlowStep>,
): Promise<FlowStep> {
  const waitMs = await takeFromSource(parts, what, caller.source.address);
  return waitMs === null ? begin() : refuse('TOO_MANY_ATTEMPTS', waitMs);
}

/** Says that a flow of this source was completed. */
export async function completed(parts: Parts, caller: Caller, what: Begun): Promise<void> {
  await giveBackToSource(parts, what, caller.source.address);
}
