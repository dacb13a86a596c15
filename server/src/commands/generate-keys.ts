import { Command } from 'commander';
import { generateKeys } from '../keys/generate-keys.ts';
import { print } from '../terminal/print.ts';

/** `countersign keys generate`: prints keys and keeps none. */
export function keysCommand(): Command {
  const generate = new Command('generate')
    .description('print fresh keys for every part')
    .option('--env', 'as lines of an .env file, for docker compose')
    .action(async (options: { env?: boolean }) => {
      for (const [name, value] of Object.entries(await generateKeys())) {
        print(options.env ? `${name}='${value}'` : `${name}\n  ${value}\n`);
      }
    });
  return new Command('keys').description('keys that live outside the databases').addCommand(generate);
}
