import { DependencyUnavailable, type Subgraph } from '@countersign/platform';
import type { Ground } from './ground.ts';
import { untilAvailable } from './until-available.ts';

/** Starts a subgraph once the parts it depends on answer, and stops it when the process ends. */
export async function startSubgraph(ground: Ground, subgraph: Subgraph): Promise<void> {
  await untilAvailable(ground, subgraph.name, () => subgraph.start());
  ground.closing.add(`subgraph ${subgraph.name}`, () => subgraph.stop());
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
