import type { Decision, Refusal } from '@countersign/change-owner';
import { errorCodes } from '../error-codes.ts';
import type { Parts } from '../parts.ts';
import { accountChangeKind } from './account-change-kinds.ts';
import { seenIn } from './seen-account.ts';

const stale: Refusal = { code: 'PROFILE_STALE', message: errorCodes.PROFILE_STALE };

/** Identity's judgement of the pair, then whether the account is still as they saw it (M6). */
export async function checkAccountDecision(
  parts: Parts,
  decision: Decision,
  decidedAt: Date | null,
): Promise<Refusal | null> {
  const kind = accountChangeKind(decision.kind);
  const refusal = await parts.judge.check(decision, decidedAt);
  if (refusal !== null) return refusal;
  const target = await parts.people.byUuid(decision.targetUuid);
  if (target === null) return stale;
  const found = await kind.look(parts, target, parts.clock.now());
  if (!found.ok) return found.refusal.code === 'NO_CHANGE' ? stale : found.refusal;
  return kind.unchanged(seenIn(decision.payload), found.value) ? null : stale;
}
