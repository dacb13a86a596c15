import { Command } from 'commander';
import { openAllTables } from '../compose/open-all-tables.ts';
import { COMMAND_PATIENCE_MS, layGround } from '../compose/ground.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { print } from '../terminal/print.ts';

/** `countersign migrate`: brings all tables up to date and ends; every start does the same for its own. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the tables of all parts up to date (each start does it for its own as well)')
    .action(async () => {
      const ground = layGround(readServerSettings(environment, 'all'), COMMAND_PATIENCE_MS);
      try {
        const opened = await openAllTables(ground);
        for (const [name, { engine }] of Object.entries(opened)) print(`${name}: up to date (${engine})`);
      } finally {
        await ground.closing.run(ground.logger);
      }
    });
}
