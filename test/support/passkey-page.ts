import type { CDPSession, Page } from 'playwright-core';
import { beginLogin, flowId } from './flow-steps.ts';
import { pageClient } from './page-client.ts';
import { optionsOf, passkeyStep, type PasskeyStep } from './passkey-steps.ts';
import type { Person } from './person.ts';

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

/** User ID and password in the page. */
export async function enterPasswordOnPage(page: Page, who: Person): Promise<PasskeyStep> {
  const begun = await beginLogin(pageClient(page), { userId: who.userId, application: 'CCMS', delivery: 'COOKIE' });
  const given = { flowId: flowId(begun), password: who.password };
  return passkeyStep(pageClient(page), 'answerWithPassword', given);
}

/** Registers a passkey for somebody who has no second factor yet, and is signed in by it. */
export async function registerPasskey(page: Page, who: Person): Promise<PasskeyStep> {
  const offered = await enterPasswordOnPage(page, who);
  if (!offered.authenticators?.includes('passkey')) throw new Error(`Not offered: ${JSON.stringify(offered)}`);
  const wanted = { flowId: flowId(offered), authenticator: 'passkey' };
  const shown = await passkeyStep(pageClient(page), 'registerDevice', wanted);
  return answerOnPage(page, flowId(shown), await createIn(page, shown.options));
}

/** Answers with what the browser made. */
export function answerOnPage(page: Page, flow: string, response: string): Promise<PasskeyStep> {
  return passkeyStep(pageClient(page), 'answerWithPasskey', { flowId: flow, response });
}

/** Confirms the session of the page once more with its passkey (SE4). */
export async function stepUpWithPasskey(page: Page): Promise<PasskeyStep> {
  const begun = await passkeyStep(pageClient(page), 'beginStepUp');
  return answerOnPage(page, flowId(begun), await signIn(page, optionsOf(begun)));
}
