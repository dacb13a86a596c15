import type { Decision } from '@countersign/change-owner';
import type { Judged } from '../refusal.ts';
import { changeKind } from './change-kinds.ts';
import { soleDaWaived } from './sole-da.ts';
import { type JudgedPair, judgeDecision } from './judge-decision.ts';
import type { Records } from './records.ts';

/** Reads what a decision depends on and judges it; `decidedAt` is the instant whose function hours count. */
export async function checkDecision(
  records: Records,
  decision: Decision,
  at: { readonly now: Date; readonly decidedAt: Date },
): Promise<Judged<JudgedPair>> {
  const kind = changeKind(decision.kind);
  const maker = await records.profile(decision.makerUuid);
  const checker = await records.profile(decision.checkerUuid);
  return judgeDecision({
    kind,
    records,
    maker,
    checker,
    soleDa: await soleDaWaived(records, { maker, checker }, at.now),
    target: await kind.find(records, decision.targetUuid, decision.payload),
    payload: decision.payload,
    phase: await records.phase(),
    catalogue: await records.catalogue(),
    overrides: await records.calendarOverrides(at.decidedAt),
    version: decision.version,
    ...at,
  });
}
