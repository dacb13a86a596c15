import { createAssertionVerifier, type EventBus, serveSubgraph, type Subgraph } from '@countersign/platform';
import { composeApprovals, composeAuthentication, composeIdentity, type Part } from '../compose/compose-parts.ts';
import type { Ground } from '../compose/ground.ts';
import { openKeys } from '../compose/open-keys.ts';
import { openPost } from '../compose/open-post.ts';
import { openBus, openVolatileStore } from '../compose/open-stores.ts';
import { callsOverHttp, clientOf } from '../compose/part-calls.ts';
import { sealAudit } from '../compose/seal-audit.ts';
import { readyOnceStarted, startSubgraph } from '../compose/start-subgraph.ts';
import { untilAvailable } from '../compose/until-available.ts';
import { seedDemoProfiles } from '../demo/seed-demo-profiles.ts';

type Compose = (ground: Ground, bus: EventBus) => Promise<Part>;

const compose: Readonly<Record<Subgraph['name'], Compose>> = {
  async identity(ground, bus) {
    const identity = await composeIdentity(ground, { bus });
    if (ground.settings.values.COUNTERSIGN_DEMO) await seedDemoProfiles(ground, identity.database);
    return identity;
  },
  async authentication(ground, bus) {
    const { mailer } = await openPost(ground);
    const call = callsOverHttp(ground, 'authentication');
    const parts = { bus, mailer, volatile: openVolatileStore(ground), keys: openKeys(ground) };
    const identity = clientOf(call('identity'), 'authentication');
    return composeAuthentication(ground, { ...parts, identity });
  },
  async approvals(ground, bus) {
    const call = callsOverHttp(ground, 'approvals');
    const parts = { bus, keys: openKeys(ground) };
    const identity = clientOf(call('identity'), 'approvals');
    const authentication = clientOf(call('authentication'), 'approvals');
    return composeApprovals(ground, { ...parts, identity, authentication });
  },
};

/** One subgraph alone, reachable for parts that sign their calls. It answers at once and is ready once started. */
export async function startPart(ground: Ground, name: Subgraph['name']): Promise<string> {
  const { values } = ground.settings;
  const bus = openBus(ground);
  const { subgraph, database } = await compose[name](ground, bus);
  ground.closing.add('event bus', () => bus.stop());
  const { guarded, markStarted } = readyOnceStarted(subgraph);
  const jwks = values.COUNTERSIGN_ASSERTION_PUBLIC_KEYS as unknown as Parameters<
    typeof createAssertionVerifier
  >[0]['jwks'];
  const served = await serveSubgraph({
    subgraph: guarded,
    verifier: createAssertionVerifier({ jwks, audience: name }),
    host: values.COUNTERSIGN_HOST,
    port: values.COUNTERSIGN_PORT,
    logger: ground.logger,
  });
  sealAudit(ground, { name, database });
  await startSubgraph(ground, subgraph);
  ground.closing.add('server', () => served.close());
  await untilAvailable(ground, 'event bus', () => bus.start());
  markStarted();
  return served.url;
}
