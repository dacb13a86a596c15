import os from 'node:os';
import { Command } from 'commander';
import { inMemoryTransport, memoryEventBus } from '@countersign/platform';
import { authenticators } from '../authenticators.ts';
import { composeIdentity } from '../compose/compose-parts.ts';
import { COMMAND_PATIENCE_MS, layGround } from '../compose/ground.ts';
import { openAuthenticationTables } from '../compose/open-all-tables.ts';
import { openKeys } from '../compose/open-keys.ts';
import { clientOf } from '../compose/part-calls.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { print } from '../terminal/print.ts';
import { type ImportFiles, runTokenImport } from '../token-import/run-import.ts';

interface Options extends Omit<ImportFiles, 'file'> {
  readonly commit: boolean;
  readonly replace: boolean;
}

async function run(file: string, { commit, replace, ...files }: Options): Promise<number> {
  const ground = layGround(readServerSettings(environment, 'all'), COMMAND_PATIENCE_MS);
  try {
    const identity = await composeIdentity(ground, { bus: memoryEventBus({ logger: ground.logger }) });
    const options = {
      database: await openAuthenticationTables(ground),
      clock: ground.clock,
      secrets: openKeys(ground).secrets,
      identity: clientOf(inMemoryTransport(identity.subgraph), 'authentication'),
      plugins: authenticators(ground.settings),
      actor: `operator:${os.userInfo().username}`,
      commit,
      replace,
    };
    return await runTokenImport({ file, ...files }, options, print);
  } finally {
    await ground.closing.run(ground.logger);
  }
}

/** `countersign import-tokens FILE.xml`: OATH tokens that a participant brings, tried out unless told to keep them. */
export function importTokensCommand(): Command {
  return new Command('import-tokens')
    .description('assign OATH tokens from a PSKC file (RFC 6030); without --commit it only tries')
    .argument('<file>', 'PSKC file')
    .option('--commit', 'keep what was accepted', false)
    .option('--replace', 'also for users with a second factor, which is destroyed', false)
    .option('--key-file <file>', 'file with the pre-shared key, in hexadecimal or base64')
    .option('--password-file <file>', 'file with the password')
    .option('--users <file>', 'CSV file serial,userId, in place of the users that the tokens name')
    .action(async (file: string, options: Options) => {
      process.exitCode = await run(file, options);
    });
}
