import { Command, Option } from 'commander';
import { readDemoUsers } from '../demo/demo-users-file.ts';
import { startRole } from '../roles/start-role.ts';
import type { Running } from '../roles/running.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { type Role, roles } from '../settings/role.ts';
import { demoState } from '../terminal/demo-state.ts';
import { print } from '../terminal/print.ts';
import { welcome } from '../terminal/welcome.ts';

const PATIENCE_MS = 12_000;

/** Resolves with the first signal to end; later ones change nothing, for a terminal sends one to every process. */
function signalToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
}

async function end(running: Running): Promise<never> {
  const timer = setTimeout(() => process.exit(1), PATIENCE_MS);
  await running.stop();
  clearTimeout(timer);
  process.exit(0);
}

/** `countersign serve`: runs until a signal, then drains. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve everything in one process, or one part')
    .addOption(new Option('--role <role>', 'what this process does').choices(roles).default('all'))
    .action(async ({ role }: { role: Role }) => {
      const settings = readServerSettings(environment, role);
      const signal = signalToEnd();
      const running = await Promise.race([startRole(settings), signal]);
      // Asked to end before it was ready, e.g. while it waited for another part: there is nothing to drain.
      if (typeof running === 'string') process.exit(0);
      if (role === 'all' && settings.values.COUNTERSIGN_DEMO) {
        const users = settings.values.COUNTERSIGN_DEMO_USERS ? readDemoUsers(settings) : [];
        print(welcome(running.url, settings, { users, state: await demoState(running.url) }));
      }
      await signal;
      await end(running);
    });
}
