import type { Decision } from '@countersign/change-owner';
import { spoken } from '../eservice/eservice-desk.ts';
import { type Judged, type Refusal, refused } from '../refusal.ts';
import { changeKind } from './change-kinds.ts';
import { groundsOf } from './house-grounds.ts';
import { soleDaWaived } from './sole-da.ts';
import { type JudgedPair, judgeDecision } from './judge-decision.ts';
import type { Records } from './records.ts';

/** A change that rests on a form goes with it: what the participant took back, or was refused, is not made (W20). */
async function formGone(records: Records, payload: unknown): Promise<Refusal | null> {
  const { formReference } = groundsOf(payload);
  const state = formReference === null ? null : await records.house.formState(formReference);
  if (state !== 'WITHDRAWN' && state !== 'REJECTED') return null;
  const message = `Form ${formReference} is ${spoken(state)}: the change that it asked for is not made.`;
  return refused('ESERVICE_STATE_FORBIDS', message, { field: 'formReference' }).refusal;
}

/** Reads what a decision depends on and judges it; `decidedAt` is the instant whose function hours count. */
export async function checkDecision(
  records: Records,
  decision: Decision,
  at: { readonly now: Date; readonly decidedAt: Date },
): Promise<Judged<JudgedPair>> {
  const kind = changeKind(decision.kind);
  const maker = await records.profile(decision.makerUuid);
  const checker = await records.profile(decision.checkerUuid);
  const judged = judgeDecision({
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
  const gone = judged.ok ? await formGone(records, decision.payload) : null;
  return gone === null ? judged : { ok: false, refusal: gone };
}
