import type { ApiClient } from './api-client.ts';
import { type AuthenticatorApp, scan } from './authenticator-app.ts';
import { beginLogin, type FlowStep, flowId, step } from './flow-steps.ts';
import { codeIn } from './mail-text.ts';
import type { Stack } from './stacks.ts';

/** Somebody who uses the product: what he knows, what he holds, and where he sits. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  password: string;
  app: AuthenticatorApp | null;
  /** Last step whose code he used: a code is good once (O2 of domain 7). */
  lastStep: number;
}

/** A person who has nothing but a registered address yet. */
export function person(userId: string, email: string): Person {
  return { userId, email, password: '', app: null, lastStep: 0 };
}

/** The code his app shows; the clock of the stack moves on when he used the present one already. */
export function freshCode(stack: Stack, who: Person): string {
  if (who.app === null) throw new Error(`${who.userId} has no authenticator app.`);
  const present = Math.floor(stack.clock.now().getTime() / 30_000);
  if (present <= who.lastStep) stack.clock.set(new Date((who.lastStep + 1) * 30_000 + 500));
  const now = stack.clock.now();
  who.lastStep = Math.floor(now.getTime() / 30_000);
  return who.app.codeAt(now);
}

/** W12 steps 2-7 or W15: the mailed code and a new password. */
export async function choosePassword(
  stack: Stack,
  who: Person,
  password: string,
  client: ApiClient = stack.client(),
): Promise<FlowStep> {
  const begun = await step(client, 'beginPasswordReset', { userId: who.userId });
  const asked = await step(client, 'answerWithEmailOtp', {
    flowId: flowId(begun),
    code: await mailedCode(stack, who, begun),
  });
  const done = await step(client, 'setPassword', {
    flowId: flowId(asked),
    newPassword: password,
    confirmation: password,
  });
  if (done.__typename === 'PasswordChanged') who.password = password;
  return done;
}

/** W14 up to the second factor: the step that the right password leads to. */
export async function enterPassword(client: ApiClient, who: Person, application: string): Promise<FlowStep> {
  const begun = await beginLogin(client, { userId: who.userId, application });
  return step(client, 'answerWithPassword', { flowId: flowId(begun), password: who.password });
}

/** W12 steps 8-15: password, a new device, its first code. */
export async function registerDevice(
  stack: Stack,
  who: Person,
  application: string,
  client: ApiClient = stack.client(),
): Promise<FlowStep> {
  const offered = await enterPassword(client, who, application);
  const shown = await step(client, 'registerDevice', { flowId: flowId(offered) });
  who.app = scan(shown.otpauthUri ?? '');
  return step(client, 'answerWithTotp', { flowId: flowId(shown), code: freshCode(stack, who) });
}

/** W13: password, no device, the risk accepted, the mailed code. */
export async function optForEmail(
  stack: Stack,
  who: Person,
  application: string,
  client: ApiClient = stack.client(),
): Promise<FlowStep> {
  const offered = await enterPassword(client, who, application);
  const warning = await step(client, 'skipDeviceRegistration', { flowId: flowId(offered) });
  const sent = await step(client, 'acceptEmailOtpRisk', {
    flowId: flowId(offered),
    warningVersion: warning.warningVersion ?? '',
  });
  return answerByMail(stack, who, client, sent);
}

/** W14: user ID, password, and the code of the app or of the mail. */
export async function logIn(
  stack: Stack,
  who: Person,
  application: string,
  client: ApiClient = stack.client(),
): Promise<FlowStep> {
  const asked = await enterPassword(client, who, application);
  if (who.app !== null) return step(client, 'answerWithTotp', { flowId: flowId(asked), code: freshCode(stack, who) });
  return answerByMail(stack, who, client, asked);
}

/** The code that was mailed for this step: its mail holds the reference that the step shows. */
export async function mailedCode(stack: Stack, who: Person, sent: FlowStep): Promise<string> {
  const reference = sent.offers?.[0]?.challenge?.reference;
  if (reference === undefined) throw new Error(`Nothing was mailed: ${JSON.stringify(sent)}`);
  const letter = await stack.mail.letterTo(
    who.email,
    (mail) => mail.text.includes(reference) && codeIn(mail, who.userId) !== null,
  );
  return codeIn(letter, who.userId) ?? '';
}

async function answerByMail(stack: Stack, who: Person, client: ApiClient, sent: FlowStep): Promise<FlowStep> {
  return step(client, 'answerWithEmailOtp', { flowId: flowId(sent), code: await mailedCode(stack, who, sent) });
}

/** A client with the session that a completed login opened; anything else fails the test with what it was. */
export function signedIn(client: ApiClient, done: FlowStep): ApiClient {
  if (done.__typename !== 'SignedIn' || typeof done.sessionToken !== 'string')
    throw new Error(`Not signed in: ${JSON.stringify(done)}`);
  return client.bearing(done.sessionToken);
}

/** From a registered address to a session with an app, in one go (W12). */
export async function arrive(
  stack: Stack,
  who: Person,
  application: string,
  client: ApiClient = stack.client(),
): Promise<ApiClient> {
  if (who.password === '') {
    const done = await choosePassword(stack, who, PASSWORD, client);
    if (done.__typename !== 'PasswordChanged') throw new Error(`No password: ${JSON.stringify(done)}`);
  }
  const opened =
    who.app === null
      ? await registerDevice(stack, who, application, client)
      : await logIn(stack, who, application, client);
  return signedIn(client, opened);
}

/** Confirms a live session once more with the app (SE4). */
export async function stepUp(stack: Stack, who: Person, session: ApiClient): Promise<FlowStep> {
  const begun = await step(session, 'beginStepUp');
  return step(session, 'answerWithTotp', { flowId: flowId(begun), code: freshCode(stack, who) });
}

/** Long enough, in no list, and the same for everybody in the tests. */
export const PASSWORD = 'marigold-tram-eleven-quay';
