import type { Decision } from '@countersign/change-owner';
import { inBatches } from '@countersign/platform';
import { checkDecision } from '../changes/check-decision.ts';
import type { JudgedPair } from '../changes/judge-decision.ts';
import type { Judged } from '../refusal.ts';
import { recordsIn } from '../rows/records-in.ts';
import type { Parts } from './parts.ts';

const JUDGED_AT_ONCE = 32;

/** A decision and the instant whose function hours count; that of the judgement when none is given. */
export type AskedDecision = Decision & { readonly decidedAt?: Date | null | undefined };

/** Judges decisions that are asked about at the same moment on what is read for all of them by a few statements. */
export function checkTogether(parts: Parts): (decision: AskedDecision) => Promise<Judged<JudgedPair>> {
  return inBatches({
    most: JUDGED_AT_ONCE,
    run: (decisions: readonly AskedDecision[]) =>
      parts.database.read(async (tx) => {
        const now = parts.clock.now();
        const uuids = decisions.flatMap(({ makerUuid, checkerUuid, targetUuid }) => [
          makerUuid,
          checkerUuid,
          targetUuid,
        ]);
        const records = await recordsIn(tx, parts).ahead({ uuids, userIds: [], emails: [] });
        const judged = await Promise.allSettled(
          decisions.map((decision) => checkDecision(records, decision, { now, decidedAt: decision.decidedAt ?? now })),
        );
        // A question that makes no sense is a fault for whoever asked it alone.
        return judged.map((each) => (each.status === 'fulfilled' ? each.value : Promise.reject<never>(each.reason)));
      }),
  });
}
