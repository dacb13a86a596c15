import type { Stack } from './stacks.ts';

export type Phase = 'PRE_PARALLEL' | 'PARALLEL' | 'END';

/** Moves the one phase that everything reads live, as the transition of W21 will. */
export async function movePhase(stack: Stack, phase: Phase): Promise<void> {
  const identity = await stack.tables('identity');
  await identity.change('UPDATE migration_phase SET phase = ? WHERE id = 1', [phase]);
}

/** The phase that is in force. */
export async function phaseInForce(stack: Stack): Promise<Phase> {
  const identity = await stack.tables('identity');
  const [row] = await identity.rows<{ phase: Phase }>('SELECT phase FROM migration_phase WHERE id = 1');
  if (row === undefined) throw new Error('No phase is in force.');
  return row.phase;
}
