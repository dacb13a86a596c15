import type { DemoUser } from '../demo/demo-users-file.ts';
import type { Settings } from '../settings/read-server-settings.ts';
import { siteOrigins } from '../settings/site-origins.ts';
import type { DemoState } from './demo-state.ts';
import { table } from './table.ts';

const REAL_HOURS = 'Mon-Fri 07:00-19:00 and Sat 09:00-13:00 in Hong Kong, not on general holidays';

const NEXT = [
  '  npx countersign demo walkthrough      # plays the main job and prints each step',
  '  npx countersign demo cards HKABC1X1   # puts a smartcard onto a SoftHSM token, and says how to sign in with it',
];

function hoursSentence({ hours }: DemoState): string {
  if (hours.reason === 'OVERRIDE' && hours.open) {
    return (
      `Function hours (${REAL_HOURS}) are held open around the\n` +
      'clock by the demo, for the week to come, by entries in the calendar. COUNTERSIGN_DEMO_HOURS=real leaves them alone.'
    );
  }
  if (hours.open) return `Function hours are open now (${REAL_HOURS}).`;
  return `Function hours are closed now until ${hours.nextOpening} (${REAL_HOURS}).\nCOUNTERSIGN_DEMO_HOURS=open holds them open.`;
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
export function welcome(
  url: string,
  { values }: Settings,
  demo: { readonly state: DemoState; readonly users: readonly DemoUser[] },
): string {
  const { state, users } = demo;
  const mailbox = values.COUNTERSIGN_SMTP_URL === undefined ? [`  Mailbox      ${url}/dev/mailbox`] : [];
  const lines = [
    '',
    'Countersign is running.',
    '',
    `  Start page   ${url}/`,
    `  Sign in      ${siteOrigins(values)[0] ?? url}/sign-in`,
    `  GraphQL      ${url}/graphql`,
    ...mailbox,
  ];
  lines.push('', `Phase ${state.phase}.`, hoursSentence(state));
  if (users.length > 0) {
    lines.push(
      '',
      'Demo users (type the key into an authenticator app, or compute codes with oathtool --totp -b KEY):',
      '',
    );
    lines.push(credentials(users));
    lines.push('', 'Next, in a second terminal in this folder:', '', ...NEXT);
  }
  return `${lines.join('\n')}\n`;
}
