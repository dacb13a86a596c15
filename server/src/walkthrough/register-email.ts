import { WalkthroughFailed } from './api-client.ts';
import type { Cast, Person } from './cast.ts';
import { accepted, type Change, OUTCOME, submit } from './change.ts';
import type { Desks } from './desks.ts';
import { flowId, take } from './flow-steps.ts';
import { logIn, type Scene } from './log-in.ts';
import { shortened } from './narrator.ts';
import { withoutEmail } from './without-email.ts';

const AUTHORISE = `mutation ($input: AuthoriseChangeInput!) { authoriseChange(input: $input) { ${OUTCOME} } }`;
const REVEAL = `mutation {
  revealAuthorisationCode {
    __typename
    ... on AuthorisationCode { code validUntil }
    ... on AuthorisationCodeRefused { code message }
  }
}`;

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
): Promise<{ readonly user: { readonly userId: string; readonly email: string }; readonly desks: Desks }> {
  const { client, narrator } = scene;
  const [maker, checker] = [cast.person('HKABC1X1'), cast.person('HKABC2X1')];

  narrator.chapter('A maker registers the email of a user');
  const makerSession = await logIn(scene, maker, 'DMS');
  const [target] = await withoutEmail(makerSession, 1);
  const email = `${target.userId.toLowerCase()}@abc-futures.example`;
  narrator.step(
    'Looks for the first user without an email',
    `${target.userId}, ${target.surname} ${target.otherNames}`,
  );
  const input = { userId: target.userId, version: target.version, set: { email } };
  const submitted = await submit(makerSession, ['submitProfileChange', 'ProfileChangeInput'], input);
  narrator.step(`Submits ${email}`, `${submitted.state}, request ${submitted.id}`);

  narrator.chapter('A checker gets the authorisation code of the month');
  const checkerSession = await logIn({ client, narrator }, checker, 'DMS');
  const authorisationCode = await revealCode({ client: checkerSession, narrator }, checker);

  narrator.chapter("The checker authorises on the maker's screen");
  const decision = { requestId: submitted.id, checkerId: checker.userId, authorisationCode };
  const done = accepted(await makerSession.ask<Change>(AUTHORISE, { input: decision }), 'EXECUTED');
  narrator.step(`Checker ID ${checker.userId} and the code`, `${done.state}: ${done.message}`);
  const desks = {
    maker: { userId: maker.userId, session: makerSession },
    checker: { userId: checker.userId, session: checkerSession },
  };
  return { user: { userId: target.userId, email }, desks };
}
