import { type AppliedChanges, type ApplyOutcome, applyOnce, type DecidedChange } from '@countersign/change-owner';
import type { Judged } from '../refusal.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { ChangeTarget } from './change-kind.ts';
import { changeKind } from './change-kinds.ts';
import { checkDecision } from './check-decision.ts';
import { groundsOf } from './house-grounds.ts';
import type { JudgedPair } from './judge-decision.ts';
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
  const { requestId, payload } = change;
  const people = await peopleOf(records, change, judged);
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
  const action = groundsOf(payload).breakGlassReason === null ? 'change.apply' : 'change.break-glass';
  const row = { at: now, action, ...people, requestId };
  if (!effect.ok) {
    await records.audit({ ...row, outcome: 'REFUSED', code: effect.refusal.code });
    const outcome = overtaken.has(effect.refusal.code) ? 'STALE' : 'REFUSED';
    return { outcome, refusal: effect.refusal, appliedAt: null, version: null };
  }
  await announceBreakGlass(records, change, people.target, now);
  const { before, after } = effect.value;
  await records.audit({ ...row, outcome: 'SUCCESS', before, after: { ...after, ...flagsOf(payload, people) } });
  if (judged.ok && judged.value.soleDa) await records.audit({ ...row, action: 'sole-da', outcome: 'SUCCESS' });
  return { outcome: 'APPLIED', refusal: null, appliedAt: now, version: change.version + 1 };
}

/** Whom the audit names, also when they were found wanting. */
interface People {
  readonly maker: UserProfile | null;
  readonly checker: UserProfile | null;
  readonly target: ChangeTarget | null;
}

async function peopleOf(records: Records, change: DecidedChange, judged: Judged<JudgedPair>): Promise<People> {
  if (judged.ok) {
    const { maker, checker, target } = judged.value;
    return { maker: maker.profile, checker: checker.profile, target };
  }
  return {
    maker: await records.profile(change.makerUuid),
    checker: await records.profile(change.checkerUuid),
    target: await changeKind(change.kind).find(records, change.targetUuid, change.payload),
  };
}

/** What stands beside the change in the audit: the house's grounds, and a maker who changed his own groups (W9, W18). */
function flagsOf(payload: unknown, { maker, target }: People): Readonly<Record<string, unknown>> {
  const grounds = groundsOf(payload);
  const given = Object.values(grounds).some((each) => each !== null);
  return {
    ...(given ? { grounds } : {}),
    ...(maker !== null && maker.uuid === target?.uuid ? { makerIsTarget: true } : {}),
  };
}

/** The participant's administrators learn that the clearing house acted in their place (A3). */
async function announceBreakGlass(
  records: Records,
  { kind, requestId, payload }: DecidedChange,
  target: ChangeTarget | null,
  now: Date,
): Promise<void> {
  const { breakGlassReason: reason } = groundsOf(payload);
  if (reason === null || target === null) return;
  const { participant, userId } = target;
  await records.announce('identity.break-glass', now, { participant, userId, kind, reason, requestId });
}
