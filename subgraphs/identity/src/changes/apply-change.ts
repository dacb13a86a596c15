import { type AppliedChanges, type ApplyOutcome, applyOnce, type DecidedChange } from '@countersign/change-owner';
import type { ChangeTarget } from './change-kind.ts';
import { changeKind } from './change-kinds.ts';
import { checkDecision } from './check-decision.ts';
import { groundsOf } from './house-grounds.ts';
import type { Records } from './records.ts';

/**
 * Applies a decided change, or says why not, in one unit of work with its audit, its events and its outcome.
 * Maker, checker, matrix and version are judged again here: approval alone changes nothing (M6, W2).
 */
export async function applyChange(
  records: Records,
  applied: AppliedChanges,
  change: DecidedChange,
  now: Date,
): Promise<ApplyOutcome> {
  return applyOnce(applied, change, now, () => applyNow(records, change, now));
}

/** Refusals that say that another change came first. */
const overtaken: ReadonlySet<string> = new Set(['PROFILE_STALE', 'USER_ID_TAKEN']);

async function applyNow(records: Records, change: DecidedChange, now: Date): Promise<ApplyOutcome> {
  const judged = await checkDecision(records, change, { now, decidedAt: change.decidedAt });
  const kind = changeKind(change.kind);
  const people = judged.ok
    ? { maker: judged.value.maker.profile, checker: judged.value.checker.profile, target: judged.value.target }
    : {
        maker: await records.profile(change.makerUuid),
        checker: await records.profile(change.checkerUuid),
        target: await kind.find(records, change.targetUuid, change.payload),
      };
  const { requestId, payload } = change;
  const effect = judged.ok
    ? await kind.apply({
        records,
        requestId,
        maker: judged.value.maker.profile,
        phase: await records.phase(),
        target: judged.value.target,
        payload,
        now,
      })
    : judged;
  const grounds = groundsOf(payload);
  const action = grounds.breakGlassReason === null ? 'change.apply' : 'change.break-glass';
  const row = { at: now, action, ...people, requestId };
  if (!effect.ok) {
    await records.audit({ ...row, outcome: 'REFUSED', code: effect.refusal.code });
    const outcome = overtaken.has(effect.refusal.code) ? 'STALE' : 'REFUSED';
    return { outcome, refusal: effect.refusal, appliedAt: null, version: null };
  }
  if (grounds.breakGlassReason !== null) await announceBreakGlass(records, change, people.target, now);
  const why = {
    ...(grounds.formReference === null && grounds.breakGlassReason === null ? {} : { grounds }),
    ...(people.maker?.uuid === people.target?.uuid ? { makerIsTarget: true } : {}),
  };
  await records.audit({
    ...row,
    outcome: 'SUCCESS',
    before: effect.value.before,
    after: { ...effect.value.after, ...why },
  });
  if (judged.ok && judged.value.soleDa) await records.audit({ ...row, action: 'sole-da', outcome: 'SUCCESS' });
  return { outcome: 'APPLIED', refusal: null, appliedAt: now, version: change.version + 1 };
}

/** The participant's administrators learn that the clearing house acted in their place (A3). */
async function announceBreakGlass(
  records: Records,
  { kind, requestId, payload }: DecidedChange,
  target: ChangeTarget | null,
  now: Date,
): Promise<void> {
  const reason = groundsOf(payload).breakGlassReason;
  const { participant = null, userId = null } = target ?? {};
  await records.announce('identity.break-glass', now, { participant, userId, kind, reason, requestId });
}
