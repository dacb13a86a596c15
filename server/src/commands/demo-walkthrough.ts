import { Command } from 'commander';
import { fileClock } from '@countersign/platform';
import { demoClockFile } from '../demo/demo-clock-file.ts';
import { readDemoUsers, writeDemoUsers } from '../demo/demo-users-file.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { print } from '../terminal/print.ts';
import { WalkthroughFailed } from '../walkthrough/api-client.ts';
import { narrator } from '../walkthrough/narrator.ts';
import { walkThrough } from '../walkthrough/walk-through.ts';

/** `countersign demo walkthrough`: exit code 0 only when every step was answered as it should be. */
export function demoWalkthroughCommand(): Command {
  return new Command('walkthrough')
    .description('play the main job against the running demo and print each step and answer')
    .option('--url <origin>', 'where the demo answers; default: the configured host and port')
    .action(async (options: { url?: string }) => {
      const settings = readServerSettings(environment, 'all');
      const { COUNTERSIGN_HOST: host, COUNTERSIGN_PORT: port } = settings.values;
      const url = options.url ?? `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
      try {
        await walkThrough({
          url,
          users: readDemoUsers(settings),
          clock: fileClock(demoClockFile(settings)),
          narrator: narrator(process.stdout),
          remember: (userId, lastStep) =>
            writeDemoUsers(
              settings,
              readDemoUsers(settings).map((user) => (user.userId === userId ? { ...user, lastStep } : user)),
            ),
        });
        print('\nThe walkthrough succeeded.');
      } catch (error) {
        const unreachable = error instanceof TypeError && error.message === 'fetch failed';
        if (!(error instanceof WalkthroughFailed) && !unreachable) throw error;
        print(
          `\nThe walkthrough failed: ${unreachable ? `nothing answers at ${url}; run "npm start" first` : error.message.replace(/\.$/, '')}.`,
        );
        process.exitCode = 1;
      }
    });
}
