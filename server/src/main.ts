import { Command } from 'commander';
import { demoCardsCommand } from './commands/demo-cards.ts';
import { demoWalkthroughCommand } from './commands/demo-walkthrough.ts';
import { keysCommand } from './commands/generate-keys.ts';
import { importProfilesCommand } from './commands/import-profiles.ts';
import { importTokensCommand } from './commands/import-tokens.ts';
import { migrateCommand } from './commands/migrate.ts';
import { demoClockCommand } from './commands/move-demo-clock.ts';
import { phaseCommand } from './commands/phase.ts';
import { demoUsersCommand, seedDemoCommand } from './commands/seed-demo.ts';
import { serveCommand } from './commands/serve.ts';
import { verifyAuditCommand } from './commands/verify-audit.ts';
import { explain } from './terminal/explain.ts';
import { productVersion } from './terminal/product-version.ts';

const program = new Command('countersign')
  .description(
    'Two-factor login and dual control of identity changes. Settings come from the environment: docs/operator-guide.md',
  )
  .version(productVersion())
  .addCommand(serveCommand())
  .addCommand(migrateCommand())
  .addCommand(phaseCommand())
  .addCommand(importProfilesCommand())
  .addCommand(importTokensCommand())
  .addCommand(verifyAuditCommand())
  .addCommand(keysCommand())
  .addCommand(
    new Command('demo')
      .description('what a newcomer tries out')
      .addCommand(demoWalkthroughCommand())
      .addCommand(demoUsersCommand())
      .addCommand(demoCardsCommand())
      .addCommand(demoClockCommand())
      .addCommand(seedDemoCommand()),
  );

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
