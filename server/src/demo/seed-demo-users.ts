import {
  AdjustableClock,
  inMemoryTransport,
  memoryEventBus,
  memoryVolatileStore,
  type Subgraph,
} from '@countersign/platform';
import { composeAuthentication } from '../compose/compose-parts.ts';
import { Closing } from '../compose/closing.ts';
import type { Ground } from '../compose/ground.ts';
import type { Keys } from '../compose/open-keys.ts';
import { clientOf } from '../compose/part-calls.ts';
import { catchMail } from './caught-mail.ts';
import { demoRoles } from './demo-roles.ts';
import { type DemoUser, readDemoUsers, writeDemoUsers } from './demo-users-file.ts';
import { enrolDemoUser } from './enrol-demo-user.ts';

/** Enrolment happens this long ago, so that nobody's first code is one that the enrolment used already. */
const AGO_MS = 120_000;

/**
 * Gives the demo users their credentials, once for this data folder, through an authentication subgraph of its own on
 * the real tables: its mail goes nowhere and its limits are forgotten with it.
 */
export async function seedDemoUsers(ground: Ground, identity: Subgraph, keys: Keys): Promise<readonly DemoUser[]> {
  const users = [...readDemoUsers(ground.settings)];
  const missing = demoRoles.filter((role) => !users.some((user) => user.userId === role.userId));
  if (missing.length === 0) return users;
  const clock = new AdjustableClock(new Date(ground.clock.now().getTime() - AGO_MS));
  const logger = ground.logger.child({ demo: 'enrolment' }, { level: 'error' });
  const own: Ground = { ...ground, clock, logger, closing: new Closing() };
  const mail = catchMail();
  try {
    const { subgraph } = await composeAuthentication(own, {
      bus: memoryEventBus({ logger }),
      volatile: memoryVolatileStore({ clock }),
      mailer: mail.mailer,
      keys,
      identity: clientOf(inMemoryTransport(identity), 'authentication'),
    });
    await subgraph.start();
    own.closing.add('authentication', () => subgraph.stop());
    for (const role of missing) {
      users.push(await enrolDemoUser({ subgraph, mail, now: () => clock.now() }, role));
      // Kept one by one: a start that is broken off goes on where it was.
      writeDemoUsers(ground.settings, users);
    }
    return users;
  } finally {
    await own.closing.run(logger);
  }
}
