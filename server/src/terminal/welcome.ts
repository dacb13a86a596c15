import type { DemoUser } from '../demo/demo-users-file.ts';
import type { Settings } from '../settings/read-server-settings.ts';
import { table } from './table.ts';

function hoursSentence(settings: Settings): string {
  return settings.values.COUNTERSIGN_DEMO_HOURS === 'open'
    ? 'Function hours are Mon-Fri 07:00-19:00 and Sat 09:00-13:00 in Hong Kong. The demo holds them open around the clock\n' +
        'for the week to come, by entries in the calendar; COUNTERSIGN_DEMO_HOURS=real at the first start leaves them alone.'
    : 'Function hours are the real ones: Mon-Fri 07:00-19:00 and Sat 09:00-13:00 in Hong Kong, not on general holidays.';
}

/** The demo users as a table. */
export function credentials(users: readonly DemoUser[]): string {
  const rows = users.map(({ userId, what, password, otpauthUri }) => [
    userId,
    what,
    password,
    otpauthUri === null ? 'by email: see the mailbox' : (new URL(otpauthUri).searchParams.get('secret') ?? ''),
  ]);
  return table([['User ID', 'Who', 'Password', 'Authenticator key'], ...rows]);
}

/** What a newcomer needs after `npm start`: where to click, whom to be, and what to try next. */
export function welcome(url: string, settings: Settings, users: readonly DemoUser[]): string {
  const { values } = settings;
  const mailbox = values.COUNTERSIGN_SMTP_URL === undefined ? [`  Mailbox      ${url}/dev/mailbox`] : [];
  const lines = [
    '',
    'Countersign is running.',
    '',
    `  Start page   ${url}/`,
    `  GraphQL      ${url}/graphql`,
    ...mailbox,
  ];
  if (values.COUNTERSIGN_DEMO) lines.push('', 'Phase PARALLEL.', hoursSentence(settings));
  if (users.length > 0) {
    lines.push(
      '',
      'Demo users (type the key into an authenticator app, or compute codes with oathtool --totp -b KEY):',
      '',
    );
    lines.push(credentials(users));
    lines.push('', 'Next, in a second terminal in this folder:', '', '  npx countersign demo walkthrough');
  }
  return `${lines.join('\n')}\n`;
}
