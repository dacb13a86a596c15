import { type ApiClient, WalkthroughFailed } from './api-client.ts';
import type { Cast, Person } from './cast.ts';
import { type FlowStep, flowId, take } from './flow-steps.ts';
import { enterPassword, type Scene } from './log-in.ts';
import { shortened } from './narrator.ts';

const SESSIONS = '{ sessions { id application methods current } }';
const END = 'mutation ($id: ID!) { endSession(id: $id) }';

interface Listed {
  readonly id: string;
  readonly application: string;
  readonly methods: readonly string[];
  readonly current: boolean;
}

/** Somebody in his session. */
interface SignedIn {
  readonly person: Person;
  readonly session: ApiClient;
}

/** The password once more, which comes first in every change of one's own factors (W16). */
function provePassword({ session, person }: SignedIn, begun: FlowStep): Promise<FlowStep> {
  return take(session, 'answerWithPassword', { flowId: flowId(begun), password: person.password }, 'ProofsOffered');
}

/** Ten codes for the drawer, shown once. */
async function printCodes({ narrator }: Scene, who: SignedIn): Promise<readonly string[]> {
  const asked = await provePassword(who, await take(who.session, 'renewRecoveryCodes', {}, 'ProofsOffered'));
  const code = await who.person.app.freshCode();
  const { codes = [] } = await take(
    who.session,
    'answerWithTotp',
    { flowId: flowId(asked), code },
    'RecoveryCodesIssued',
  );
  narrator.step('Asks for recovery codes, by password and app', `${codes.length} codes, shown this once`);
  return codes;
}

/** A recovery code in place of the lost app, then the app of the new phone. */
async function replacePhone({ narrator }: Scene, cast: Cast, who: SignedIn, code: string): Promise<Person> {
  const { session, person } = who;
  const asked = await provePassword(who, await take(session, 'replaceDevice', {}, 'ProofsOffered'));
  const recovered = { flowId: flowId(asked), code };
  const offered = await take(session, 'answerWithRecoveryCode', recovered, 'DeviceRegistrationOffered');
  const device = await take(session, 'registerDevice', { flowId: flowId(offered) }, 'DeviceRegistration');
  if (device.otpauthUri === undefined) throw new WalkthroughFailed('The new device shows no otpauth URI');
  const renewed = cast.join(person.userId, person.password, device.otpauthUri);
  const first = { flowId: flowId(device), code: await renewed.app.freshCode() };
  const done = await take(session, 'answerWithTotp', first, 'DeviceReplaced');
  narrator.step(`Replaces the lost phone by password and recovery code (${shortened(code)})`, done.__typename);
  return renewed;
}

/** A second recovery code opens a session, which is listed and ended. */
async function lookAndLeave(scene: Scene, who: Person, code: string): Promise<void> {
  const { client, narrator } = scene;
  const flow = await enterPassword(scene, who, 'CCMS', 'ProofsOffered');
  const { sessionToken } = await take(client, 'answerWithRecoveryCode', { flowId: flow, code }, 'SignedIn');
  if (typeof sessionToken !== 'string') throw new WalkthroughFailed('The login gave no session token');
  const session = client.withSession(sessionToken);
  const [own, ...others] = await session.ask<readonly Listed[]>(SESSIONS);
  if (own?.current !== true || others.length > 0) throw new WalkthroughFailed('There should be this session alone');
  narrator.step('Signs in by another one, and lists the sessions', `${own.application}: ${own.methods.join(' + ')}`);
  const ended = await session.ask<boolean>(END, { id: own.id });
  const viewer = await session.ask<unknown>('{ viewer { userId } }');
  if (!ended || viewer !== null) throw new WalkthroughFailed('The session should have ended');
  narrator.step('Ends it', 'it opens nothing any more');
}

/** W16 and SE3: recovery codes stand in for a lost phone; a new one takes its place, and every session ends with the old. */
export async function lostPhone(scene: Scene, cast: Cast, who: SignedIn): Promise<Person> {
  scene.narrator.chapter(`${who.person.userId} prints recovery codes, and loses the phone`);
  const [first, second] = await printCodes(scene, who);
  if (first === undefined || second === undefined) throw new WalkthroughFailed('No recovery codes were shown');
  const renewed = await replacePhone(scene, cast, who, first);
  if ((await who.session.ask<unknown>('{ viewer { userId } }')) !== null)
    throw new WalkthroughFailed('The former sessions should have ended');
  await lookAndLeave(scene, renewed, second);
  return renewed;
}
