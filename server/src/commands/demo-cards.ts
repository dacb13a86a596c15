import { Command } from 'commander';
import { type DemoTokens, putOnTokens } from '../demo/put-on-tokens.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { siteOrigins } from '../settings/site-origins.ts';
import { print } from '../terminal/print.ts';
import { table } from '../terminal/table.ts';

function whatNext({ cards, configuration, module }: DemoTokens, origins: readonly string[]): string {
  const rows = cards.map(({ userId, srn, pin }) => [userId, srn, pin]);
  return [
    table([['User ID', 'Card (SRN)', 'PIN'], ...rows]),
    '',
    'The card agent of this machine, with all of them inserted:',
    '',
    `  SOFTHSM2_CONF='${configuration}' npx countersign-card-agent --module ${module} --origins ${origins.join(',')}`,
  ].join('\n');
}

/** `countersign demo cards`: the demo users' smartcards as SoftHSM tokens, for the card agent on the same machine (W10). */
export function demoCardsCommand(): Command {
  return new Command('cards')
    .description('put the demo users’ smartcards onto SoftHSM tokens and print their PINs')
    .action(async () => {
      const settings = readServerSettings({ ...environment, COUNTERSIGN_DEMO: 'on' }, 'all');
      const tokens = await putOnTokens(settings, environment);
      if ('cards' in tokens) return print(whatNext(tokens, siteOrigins(settings.values)));
      print(tokens.missing);
      process.exitCode = 1;
    });
}
