import { randomUUID } from 'node:crypto';
import { type ApiClient, WalkthroughFailed } from './api-client.ts';
import type { Cast, Person } from './cast.ts';
import { flowId, take } from './flow-steps.ts';
import { enterCode, enterPassword, logIn, type Scene } from './log-in.ts';
import { mailedCode, mailsTo } from './mailed-code.ts';
import { shortened } from './narrator.ts';

/** W12 steps 2-7: the user proves the mailbox and chooses a password. */
async function choosePassword(
  { client, narrator }: Scene,
  user: { readonly userId: string; readonly email: string },
): Promise<string> {
  const known = new Set((await mailsTo(client.url, user.email)).map((mail) => mail.id));
  const begun = await take(client, 'beginPasswordReset', { userId: user.userId }, 'ProofsOffered');
  narrator.step(`${user.userId} presses "Forgot/Reset your Password"`, `${begun.message}`);
  const mail = await mailedCode(client.url, { to: user.email, known });
  narrator.step(`A mail arrives at ${user.email}`, `"${mail.subject}", code ${shortened(mail.code)}`);
  const proven = await take(
    client,
    'answerWithEmailOtp',
    { flowId: flowId(begun), code: mail.code },
    'NewPasswordRequired',
  );
  narrator.step('Enters the mailed code', proven.__typename);
  const password = `walk-${randomUUID()}`;
  const chosen = { flowId: flowId(proven), newPassword: password, confirmation: password };
  const changed = await take(client, 'setPassword', chosen, 'PasswordChanged');
  narrator.step(`Chooses a password (${shortened(password)})`, `${changed.__typename}: ${changed.message}`);
  return password;
}

/** W12 and W14: from a registered email to a second login with the authenticator app. */
export async function firstLogin(
  scene: Scene,
  cast: Cast,
  user: { readonly userId: string; readonly email: string },
): Promise<{ readonly person: Person; readonly session: ApiClient }> {
  const { client, narrator } = scene;
  narrator.chapter(`${user.userId} sets a password by mail`);
  const password = await choosePassword(scene, user);

  narrator.chapter(`${user.userId} registers an authenticator app and logs in`);
  const flow = await enterPassword(scene, { userId: user.userId, password }, 'CCMS', 'DeviceRegistrationOffered');
  const device = await take(client, 'registerDevice', { flowId: flow }, 'DeviceRegistration');
  const { otpauthUri } = device;
  if (otpauthUri === undefined) throw new WalkthroughFailed('The device registration shows no otpauth URI');
  narrator.step(
    'Presses "Register device" and scans the QR code',
    otpauthUri.replace(/secret=(\w{6})\w*/, 'secret=$1…'),
  );
  const person = cast.join(user.userId, password, otpauthUri);
  await enterCode(scene, person, flowId(device));

  narrator.chapter(`${user.userId} logs in again, with a new code`);
  const session = await logIn(scene, person, 'CCMS');
  const viewer = await session.ask<{ userId: string } | null>('{ viewer { userId } }');
  if (viewer?.userId !== user.userId) throw new WalkthroughFailed('The session is not the one of the user');
  narrator.step('Asks who the session belongs to', viewer.userId);
  return { person, session };
}
