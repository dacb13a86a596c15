import type { ApiClient } from './api-client.ts';
import { WalkthroughFailed } from './api-client.ts';
import type { Person } from './cast.ts';
import { flowId, take } from './flow-steps.ts';
import { type Narrator, shortened } from './narrator.ts';

/** Where a walkthrough happens. */
export interface Scene {
  readonly client: ApiClient;
  readonly narrator: Narrator;
}

/** User ID and password, the first half of every login (W14). Gives the flow. */
export async function enterPassword(
  { client, narrator }: Scene,
  who: Pick<Person, 'userId' | 'password'>,
  application: string,
  expected: string,
): Promise<string> {
  const input = { application, method: 'TWO_FACTOR', userId: who.userId, delivery: 'BEARER' };
  const begun = await take(client, 'beginLogin', { input }, 'ProofsOffered');
  const answered = await take(
    client,
    'answerWithPassword',
    { flowId: flowId(begun), password: who.password },
    expected,
  );
  narrator.step(
    `${who.userId} opens ${application} and enters user ID and password (${shortened(who.password)})`,
    `${answered.__typename}${answered.message === undefined ? '' : `: ${answered.message}`}`,
  );
  return flowId(answered);
}

/** Enters the app's code and gives the session. */
export async function enterCode({ client, narrator }: Scene, who: Person, flow: string): Promise<ApiClient> {
  const code = await who.app.freshCode();
  const signedIn = await take(client, 'answerWithTotp', { flowId: flow, code }, 'SignedIn');
  if (typeof signedIn.sessionToken !== 'string') throw new WalkthroughFailed('The login gave no session token');
  narrator.step(
    `${who.userId} enters the app's code (${shortened(code)})`,
    `SignedIn to ${signedIn.session?.application}, home ${signedIn.home}, session ${shortened(signedIn.sessionToken)}`,
  );
  return client.withSession(signedIn.sessionToken);
}

/** A whole login by password and authenticator app (W14). */
export async function logIn(scene: Scene, who: Person, application: string): Promise<ApiClient> {
  return enterCode(scene, who, await enterPassword(scene, who, application, 'ProofsOffered'));
}
