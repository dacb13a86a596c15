import type { Judged } from '../refusal.ts';
import { changeKind } from './change-kinds.ts';
import { type JudgedPair, judgeDecision } from './judge-decision.ts';
import type { Records } from './records.ts';

/** Who made, who decides, on whom, and on which version. */
export interface DecisionInput {
  readonly kind: string;
  readonly makerUuid: string;
  readonly checkerUuid: string;
  readonly targetUuid: string;
  readonly version: number;
}

/** Reads what a decision depends on and judges it; `decidedAt` is the instant whose function hours count. */
export async function checkDecision(
  records: Records,
  decision: DecisionInput,
  at: { readonly now: Date; readonly decidedAt: Date },
): Promise<Judged<JudgedPair>> {
  return judgeDecision({
    kind: changeKind(decision.kind),
    maker: await records.profile(decision.makerUuid),
    checker: await records.profile(decision.checkerUuid),
    target: await records.profile(decision.targetUuid),
    phase: await records.phase(),
    overrides: await records.calendarOverrides(at.decidedAt),
    version: decision.version,
    ...at,
  });
}
