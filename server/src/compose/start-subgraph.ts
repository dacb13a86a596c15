import { setTimeout as pause } from 'node:timers/promises';
import { DependencyUnavailable, type Subgraph } from '@countersign/platform';
import type { Ground } from './ground.ts';

const PAUSE_MS = 500;

/** Starts a subgraph, waiting for the parts it depends on: processes may start together, in any order. */
export async function startSubgraph(ground: Ground, subgraph: Subgraph): Promise<void> {
  for (;;) {
    try {
      await subgraph.start();
      ground.closing.add(`subgraph ${subgraph.name}`, () => subgraph.stop());
      return;
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error;
      ground.logger.info({ subgraph: subgraph.name, waitingFor: error.detail }, 'waiting for another part');
      await pause(PAUSE_MS);
    }
  }
}

/** The same subgraph, not ready before it has started. */
export function readyOnceStarted(subgraph: Subgraph): { readonly guarded: Subgraph; markStarted(): void } {
  let started = false;
  const guarded: Subgraph = {
    name: subgraph.name,
    schema: subgraph.schema,
    execute: (request, principal) => subgraph.execute(request, principal),
    start: () => subgraph.start(),
    stop: () => subgraph.stop(),
    async ready() {
      if (!started) throw new DependencyUnavailable('another part');
      await subgraph.ready();
    },
  };
  return { guarded, markStarted: () => (started = true) };
}
