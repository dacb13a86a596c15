import type { CDPSession, Page } from 'playwright-core';
import { beginLogin, type FlowStep, flowId } from './flow-steps.ts';
import { pageClient } from './page-client.ts';
import type { Person } from './person.ts';

const STEP = `__typename
  ... on ProofsOffered { flow { id } offers { authenticator challenge { ... on PasskeyChallenge { options } } } }
  ... on DeviceRegistrationOffered { flow { id } authenticators }
  ... on AuthenticatorRegistration { flow { id } authenticator options }
  ... on SignedIn { session { id application } sessionToken }
  ... on StepUpGranted { until }
  ... on FlowRefused { code message }`;

type PasskeyStep = FlowStep & {
  readonly authenticators?: readonly string[];
  readonly options?: unknown;
  readonly offers?: readonly { readonly challenge: { readonly options?: unknown } | null }[];
};

/** A platform authenticator inside Chromium that says yes to everything, as a person with a finger on it would. */
export async function addVirtualAuthenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}

/** Sends one step from the page. */
async function send(page: Page, call: string, variables: Record<string, string> = {}): Promise<PasskeyStep> {
  const declared = Object.keys(variables).map((name) => `$${name}: ${name === 'flowId' ? 'ID' : 'String'}!`);
  const query = `mutation${declared.length > 0 ? `(${declared.join(', ')})` : ''} { step: ${call} { ${STEP} } }`;
  const answer = await pageClient(page).send<{ step: PasskeyStep | null }>(query, variables);
  if (answer.data?.step === null || answer.data?.step === undefined) throw new Error(answer.text.slice(0, 600));
  return answer.data.step;
}

/** Lets the browser make a credential, as a front end would: options in, JSON text out. */
function createIn(page: Page, options: unknown): Promise<string> {
  return page.evaluate<string>(
    `navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)}) })
      .then((made) => JSON.stringify(made.toJSON()))`,
  );
}

/** Lets the browser sign, as a front end would. */
export function signIn(page: Page, options: unknown): Promise<string> {
  return page.evaluate<string>(
    `navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(${JSON.stringify(options)}) })
      .then((signed) => JSON.stringify(signed.toJSON()))`,
  );
}

/** What the flow asks the browser to sign. */
export function optionsOf({ offers }: PasskeyStep): unknown {
  const options = offers?.[0]?.challenge?.options;
  if (options === undefined) throw new Error('No passkey is asked for.');
  return options;
}

/** User ID and password in the page. */
export async function enterPasswordOnPage(page: Page, who: Person): Promise<PasskeyStep> {
  const begun = await beginLogin(pageClient(page), { userId: who.userId, application: 'CCMS', delivery: 'COOKIE' });
  const given = { flowId: flowId(begun), password: who.password };
  return send(page, 'answerWithPassword(flowId: $flowId, password: $password)', given);
}

/** Registers a passkey for somebody who has no second factor yet, and is signed in by it. */
export async function registerPasskey(page: Page, who: Person): Promise<PasskeyStep> {
  const offered = await enterPasswordOnPage(page, who);
  if (!offered.authenticators?.includes('passkey')) throw new Error(`Not offered: ${JSON.stringify(offered)}`);
  const call = 'registerDevice(flowId: $flowId, authenticator: $authenticator)';
  const shown = await send(page, call, { flowId: flowId(offered), authenticator: 'passkey' });
  return answerOnPage(page, flowId(shown), await createIn(page, shown.options));
}

/** Answers with what the browser made. */
export function answerOnPage(page: Page, flow: string, response: string): Promise<PasskeyStep> {
  return send(page, 'answerWithPasskey(flowId: $flowId, response: $response)', { flowId: flow, response });
}

/** Confirms the session of the page once more with its passkey (SE4). */
export async function stepUpWithPasskey(page: Page): Promise<PasskeyStep> {
  const begun = await send(page, 'beginStepUp');
  return answerOnPage(page, flowId(begun), await signIn(page, optionsOf(begun)));
}
