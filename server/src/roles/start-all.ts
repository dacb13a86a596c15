import { inMemoryTransport } from '@countersign/platform';
import { composeApprovals, composeAuthentication, composeIdentity } from '../compose/compose-parts.ts';
import type { Ground } from '../compose/ground.ts';
import { openDoor } from '../compose/open-door.ts';
import { openKeys } from '../compose/open-keys.ts';
import { openPost } from '../compose/open-post.ts';
import { openBus, openVolatileStore } from '../compose/open-stores.ts';
import { clientOf } from '../compose/part-calls.ts';
import { sealAudit } from '../compose/seal-audit.ts';
import { startSubgraph } from '../compose/start-subgraph.ts';
import { untilAvailable } from '../compose/until-available.ts';
import { readDemoUsers } from '../demo/demo-users-file.ts';
import { seedDemoProfiles } from '../demo/seed-demo-profiles.ts';
import { seedDemoUsers } from '../demo/seed-demo-users.ts';
import { stageDemoWork } from '../demo/stage-demo-work.ts';

const DEMO_HINT = `npx countersign demo users         # whom to be: passwords and authenticator keys
npx countersign demo walkthrough   # plays the main job and prints each step
npx countersign demo cards         # smartcards as SoftHSM tokens, and how to sign in with them`;

/** Everything in one process: subgraphs call each other in memory, without HTTP or JSON between them. */
export async function startAll(ground: Ground): Promise<string> {
  const bus = openBus(ground);
  const volatile = openVolatileStore(ground);
  const { mailer, mailbox } = await openPost(ground);
  const keys = openKeys(ground);

  const identity = await composeIdentity(ground, { bus });
  const toIdentity = inMemoryTransport(identity.subgraph);
  const authentication = await composeAuthentication(ground, {
    bus,
    volatile,
    mailer,
    keys,
    identity: clientOf(toIdentity, 'authentication'),
  });
  const toAuthentication = inMemoryTransport(authentication.subgraph);
  const approvals = await composeApprovals(ground, {
    bus,
    keys,
    identity: clientOf(toIdentity, 'approvals'),
    authentication: clientOf(toAuthentication, 'approvals'),
  });

  const demo = ground.settings.values.COUNTERSIGN_DEMO;
  if (demo) await seedDemoProfiles(ground, identity.database);
  ground.closing.add('event bus', () => bus.stop());
  // Who hears events starts before who tells them, so that none is told to nobody.
  const subgraphs = [authentication.subgraph, approvals.subgraph, identity.subgraph];
  for (const { subgraph, database } of [authentication, approvals, identity]) {
    sealAudit(ground, { name: subgraph.name, database });
    await startSubgraph(ground, subgraph);
  }
  await untilAvailable(ground, 'event bus', () => bus.start());
  if (demo && ground.settings.values.COUNTERSIGN_DEMO_USERS) {
    const isFirst = readDemoUsers(ground.settings).length === 0;
    await seedDemoUsers(ground, identity.subgraph, keys);
    if (isFirst) await stageDemoWork(ground, { identity, approvals: approvals.subgraph });
  }
  return openDoor(ground, {
    transports: {
      identity: toIdentity,
      authentication: toAuthentication,
      approvals: inMemoryTransport(approvals.subgraph),
    },
    readiness: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, () => subgraph.ready()])),
    mailbox,
    bus,
    ...(demo ? { demoHint: DEMO_HINT } : {}),
  });
}
