import { Command } from 'commander';
import { Fault, SettingsRefused } from '@countersign/platform';
import { demoWalkthroughCommand } from './commands/demo-walkthrough.ts';
import { keysCommand } from './commands/generate-keys.ts';
import { importProfilesCommand } from './commands/import-profiles.ts';
import { migrateCommand } from './commands/migrate.ts';
import { demoClockCommand } from './commands/move-demo-clock.ts';
import { phaseCommand } from './commands/phase.ts';
import { demoUsersCommand, seedDemoCommand } from './commands/seed-demo.ts';
import { serveCommand } from './commands/serve.ts';

const program = new Command('countersign')
  .description(
    'Two-factor login and dual control of identity changes. Settings come from the environment: docs/operator-guide.md',
  )
  .addCommand(serveCommand())
  .addCommand(migrateCommand())
  .addCommand(phaseCommand())
  .addCommand(importProfilesCommand())
  .addCommand(keysCommand())
  .addCommand(
    new Command('demo')
      .description('what a newcomer tries out')
      .addCommand(demoWalkthroughCommand())
      .addCommand(demoUsersCommand())
      .addCommand(demoClockCommand())
      .addCommand(seedDemoCommand()),
  );

/** A new installation stands before the parallel run, in which nobody can log in with two factors. */
function hintFor({ code, message }: Fault): string {
  const early = code === 'AUTHENTICATOR_SET_UNUSABLE' && message.includes('PRE_PARALLEL');
  return early ? '\nTo begin with two factors, move the phase on: countersign phase set PARALLEL' : '';
}

/** A sentence for what the operator can mend; the whole story for what nobody expected. */
function explain(error: unknown): string {
  if (error instanceof SettingsRefused) return error.message;
  if (error instanceof Fault) return `${error.code}: ${error.message}${hintFor(error)}`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}. Another process listens there: end it, or set COUNTERSIGN_PORT or COUNTERSIGN_SMTP_PORT.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
