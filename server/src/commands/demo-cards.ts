import { Command } from 'commander';
import { demoClockFile } from '../demo/demo-clock-file.ts';
import { type DemoTokens, putOnTokens } from '../demo/put-on-tokens.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings, type Settings } from '../settings/read-server-settings.ts';
import { siteOrigins } from '../settings/site-origins.ts';
import { print } from '../terminal/print.ts';
import { table } from '../terminal/table.ts';

function whatNext({ cards, configuration, module }: DemoTokens, settings: Settings): string {
  const sites = siteOrigins(settings.values).join(',');
  const rows = cards.map(({ userId, srn, pin }) => [userId, srn, pin]);
  return [
    table([['User ID', 'Card (SRN)', 'PIN'], ...rows]),
    '',
    'The card agent of this machine, with the cards inserted:',
    '',
    `  SOFTHSM2_CONF='${configuration}' npx countersign-card-agent \\`,
    `    --module ${module} --origins ${sites} --clock-file '${demoClockFile(settings)}'`,
  ].join('\n');
}

/** `countersign demo cards`: the demo users' smartcards as SoftHSM tokens, for the card agent on the same machine (W10). */
export function demoCardsCommand(): Command {
  return new Command('cards')
    .description('put the demo users’ smartcards onto SoftHSM tokens and print their PINs')
    .argument('[userId...]', 'whose cards; everybody’s when nobody is named')
    .action(async (userIds: readonly string[]) => {
      const settings = readServerSettings({ ...environment, COUNTERSIGN_DEMO: 'on' }, 'all');
      const tokens = await putOnTokens(settings, environment, userIds);
      if ('cards' in tokens) return print(whatNext(tokens, settings));
      print(tokens.missing);
      process.exitCode = 1;
    });
}
