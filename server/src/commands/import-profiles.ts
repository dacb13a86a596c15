import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import os from 'node:os';
import { Command, Option } from 'commander';
import { type ImportCommit, importProfiles } from '@countersign/identity';
import { Fault } from '@countersign/platform';
import { COMMAND_PATIENCE_MS, layGround } from '../compose/ground.ts';
import { openIdentityTables } from '../compose/open-all-tables.ts';
import { importedRows } from '../profile-import/imported-rows.ts';
import { importReport } from '../profile-import/import-report.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';

async function readableFile(file: string): Promise<Stats> {
  const found = await stat(file).catch(() => null);
  if (found?.isFile() !== true) throw new Fault('FILE_UNREADABLE', `${file} is no file that can be read.`);
  return found;
}

/** Exit codes: 0 every row is good, 1 the import could not be done, 2 rows were refused. */
async function run(file: string, options: { commit: ImportCommit; participant?: string }): Promise<number> {
  const { size } = await readableFile(file);
  const ground = layGround(readServerSettings(environment, 'all'), COMMAND_PATIENCE_MS);
  const stream = createReadStream(file);
  const report = importReport(process.stdout, options.commit, { bytes: size, bytesRead: () => stream.bytesRead });
  try {
    const database = await openIdentityTables(ground);
    const rows = importedRows(stream, options.participant ?? null);
    const actor = `operator:${os.userInfo().username}`;
    for await (const progress of importProfiles(database, rows, {
      commit: options.commit,
      clock: ground.clock,
      actor,
    })) {
      report.take(progress);
    }
    return report.end();
  } catch (error) {
    // With per-row some are kept by now: the operator must know how many before the reason why it stopped.
    report.end();
    throw error;
  } finally {
    await ground.closing.run(ground.logger);
  }
}

/** `countersign import-profiles FILE.csv`: a legacy User Profile Listing, tried out unless told to keep it. */
export function importProfilesCommand(): Command {
  return new Command('import-profiles')
    .description('import a legacy User Profile Listing export; without --commit it only tries')
    .argument('<file>', 'CSV file with a header line')
    .addOption(
      new Option('--commit <how>', 'keep all rows or none, or each good row')
        .choices(['dry-run', 'all', 'per-row'])
        .default('dry-run'),
    )
    .option('--participant <code>', 'participant of every row, when the file has no such column')
    .action(async (file: string, options: { commit: ImportCommit; participant?: string }) => {
      process.exitCode = await run(file, options);
    });
}
