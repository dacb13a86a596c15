import { Command } from 'commander';
import { memoryEventBus } from '@countersign/platform';
import { composeIdentity } from '../compose/compose-parts.ts';
import { layGround } from '../compose/ground.ts';
import { openKeys } from '../compose/open-keys.ts';
import { readDemoUsers } from '../demo/demo-users-file.ts';
import { seedDemoProfiles } from '../demo/seed-demo-profiles.ts';
import { seedDemoUsers } from '../demo/seed-demo-users.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { print } from '../terminal/print.ts';
import { credentials } from '../terminal/welcome.ts';

/** `countersign demo seed`: demo data and users in the configured databases, for the shape of several processes. */
export function seedDemoCommand(): Command {
  return new Command('seed').description('make demo data and users without serving').action(async () => {
    const settings = readServerSettings({ ...environment, COUNTERSIGN_DEMO: 'on' }, 'all');
    const ground = layGround(settings);
    try {
      const identity = await composeIdentity(ground, { bus: memoryEventBus({ logger: ground.logger }) });
      await seedDemoProfiles(ground, identity.database);
      await seedDemoUsers(ground, identity.subgraph, openKeys(ground));
      print(credentials(readDemoUsers(settings)));
    } finally {
      await ground.closing.run(ground.logger);
    }
  });
}

/** `countersign demo users`: the demo users of this data folder again. */
export function demoUsersCommand(): Command {
  return new Command('users').description('print the demo users and their credentials again').action(() => {
    print(credentials(readDemoUsers(readServerSettings(environment, 'all'))));
  });
}
