import { appendAudit, type Database, outbox } from '@countersign/platform';
import { readPhase, writePhase } from './phase-row.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';

/** Who moves the phase, where to, and when. */
export interface PhaseChange {
  readonly to: MigrationPhase;
  readonly actor: string;
  readonly at: Date;
}

/** What the phase was and is. Equal when it was there already: then nothing was written. */
export interface PhaseChanged {
  readonly from: MigrationPhase;
  readonly to: MigrationPhase;
}

/** Moves the one phase row; every part reads it live, so the change holds from the next operation on (W21). */
export async function changePhase(database: Database, { to, actor, at }: PhaseChange): Promise<PhaseChanged> {
  return database.transaction(async (tx) => {
    const from = await readPhase(tx);
    if (from === to || !(await writePhase(tx, from, to, at))) return { from: await readPhase(tx), to };
    await appendAudit(tx, {
      at,
      action: 'phase.change',
      outcome: 'SUCCESS',
      actor,
      before: { phase: from },
      after: { phase: to },
    });
    await outbox.enqueue(tx, { type: 'identity.phase-changed', at, body: { from, to } });
    return { from, to };
  });
}
