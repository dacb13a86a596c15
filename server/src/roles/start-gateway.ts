import type { Ground } from '../compose/ground.ts';
import { openDoor } from '../compose/open-door.ts';
import { openBus } from '../compose/open-stores.ts';
import { callsOverHttp } from '../compose/part-calls.ts';
import { untilAvailable } from '../compose/until-available.ts';

const ASK_MS = 2_000;

function readinessOf(url: string): () => Promise<void> {
  return async () => {
    const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(ASK_MS) });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
  };
}

/** The door alone, with the subgraphs behind HTTP. */
export async function startGateway(ground: Ground): Promise<string> {
  const { values } = ground.settings;
  const call = callsOverHttp(ground, 'gateway');
  const bus = openBus(ground);
  ground.closing.add('event bus', () => bus.stop());
  return openDoor(ground, {
    bus,
    startBus: () => untilAvailable(ground, 'event bus', () => bus.start()),
    transports: {
      identity: call('identity'),
      approvals: call('approvals'),
      authentication: call('authentication'),
    },
    readiness: {
      identity: readinessOf(values.COUNTERSIGN_IDENTITY_URL ?? ''),
      approvals: readinessOf(values.COUNTERSIGN_APPROVALS_URL ?? ''),
      authentication: readinessOf(values.COUNTERSIGN_AUTHENTICATION_URL ?? ''),
    },
    mailbox: null,
  });
}
