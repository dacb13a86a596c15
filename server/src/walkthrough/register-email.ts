import { type ApiClient, WalkthroughFailed } from './api-client.ts';
import type { Cast, Person } from './cast.ts';
import { flowId, take } from './flow-steps.ts';
import { logIn, type Scene } from './log-in.ts';
import { shortened } from './narrator.ts';

interface ListedProfile {
  readonly userId: string;
  readonly surname: string;
  readonly otherNames: string;
  readonly version: number;
  readonly usable: boolean;
}

interface Change {
  readonly __typename: string;
  readonly id: string;
  readonly state: string;
  readonly code: string;
  readonly message: string | null;
}

const CANDIDATES = `query ($after: String) {
  userProfiles(filter: { emailMissing: true, type: USER, status: ENABLED }, first: 100, after: $after) {
    nodes { userId surname otherNames version usable }
  }
}`;
const OUTCOME = '__typename ... on ChangeRequest { id state message } ... on ChangeRefused { code message }';
const SUBMIT = `mutation ($input: ProfileChangeInput!) { submitProfileChange(input: $input) { ${OUTCOME} } }`;
const AUTHORISE = `mutation ($input: AuthoriseChangeInput!) { authoriseChange(input: $input) { ${OUTCOME} } }`;
const REVEAL = `mutation {
  revealAuthorisationCode {
    __typename
    ... on AuthorisationCode { code validUntil }
    ... on AuthorisationCodeRefused { code message }
  }
}`;

async function nextWithoutEmail(maker: ApiClient): Promise<ListedProfile> {
  const { nodes } = await maker.ask<{ nodes: readonly ListedProfile[] }>(CANDIDATES);
  const found = nodes.find((profile) => profile.usable);
  if (found === undefined) {
    throw new WalkthroughFailed(
      'Every demo user has an email by now. Stop the demo, delete its data folder, and start again',
    );
  }
  return found;
}

function accepted(change: Change, state: string): Change {
  if (change.__typename === 'ChangeRequest' && change.state === state) return change;
  const said = change.__typename === 'ChangeRefused' ? `${change.code}: ${change.message}` : `state ${change.state}`;
  throw new WalkthroughFailed(`The change should be ${state}, but the answer was ${said}`);
}

/** W3: the checker confirms the session once more and is shown the code of the month. */
async function revealCode({ client: checker, narrator }: Scene, who: Person): Promise<string> {
  const begun = await take(checker, 'beginStepUp', {}, 'ProofsOffered');
  const otp = await who.app.freshCode();
  const granted = await take(checker, 'answerWithTotp', { flowId: flowId(begun), code: otp }, 'StepUpGranted');
  narrator.step(
    `${who.userId} confirms the session with a new code (${shortened(otp)})`,
    `StepUpGranted until ${granted.until}`,
  );
  const shown = await checker.ask<{ __typename: string; code: string; message?: string; validUntil?: string }>(REVEAL);
  if (shown.__typename !== 'AuthorisationCode')
    throw new WalkthroughFailed(`No authorisation code: ${shown.code}: ${shown.message}`);
  narrator.step(
    `${who.userId} asks for the authorisation code`,
    `${shortened(shown.code)}, valid until ${shown.validUntil}`,
  );
  return shown.code;
}

/** W1 and W2: a maker registers a user's email and a checker authorises it on the maker's screen. */
export async function registerEmail(
  scene: Scene,
  cast: Cast,
): Promise<{ readonly userId: string; readonly email: string }> {
  const { client, narrator } = scene;
  const [maker, checker] = [cast.person('HKABC1X1'), cast.person('HKABC2X1')];

  narrator.chapter('A maker registers the email of a user');
  const makerSession = await logIn(scene, maker, 'DMS');
  const target = await nextWithoutEmail(makerSession);
  const email = `${target.userId.toLowerCase()}@abc-futures.example`;
  narrator.step(
    'Looks for the first user without an email',
    `${target.userId}, ${target.surname} ${target.otherNames}`,
  );
  const input = { userId: target.userId, version: target.version, set: { email } };
  const submitted = accepted(await makerSession.ask<Change>(SUBMIT, { input }), 'SUBMITTED');
  narrator.step(`Submits ${email}`, `${submitted.state}, request ${submitted.id}`);

  narrator.chapter('A checker gets the authorisation code of the month');
  const checkerSession = await logIn({ client, narrator }, checker, 'DMS');
  const authorisationCode = await revealCode({ client: checkerSession, narrator }, checker);

  narrator.chapter("The checker authorises on the maker's screen");
  const decision = { requestId: submitted.id, checkerId: checker.userId, authorisationCode };
  const done = accepted(await makerSession.ask<Change>(AUTHORISE, { input: decision }), 'EXECUTED');
  narrator.step(`Checker ID ${checker.userId} and the code`, `${done.state}: ${done.message}`);
  return { userId: target.userId, email };
}
