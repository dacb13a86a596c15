import { randomUUID } from 'node:crypto';
import type { Manifest } from '../authenticator.ts';
import { mailedCode } from './mailed-code.ts';
import { answerArguments, challengeSelection } from './plugin-fields.ts';
import { flowOf, trialClient, TrialFailed, type TakeStep, type TrialStep } from './trial-client.ts';

type Shown = Readonly<Record<string, unknown>>;
/** From what was shown to the arguments of the answer field, without `flowId`. */
type Answering = (shown: Shown) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;

/** One user of a running demo, trying one plugin out through the public API. */
export interface Trial {
  /** Password, then a registration with this plugin: `answering` gets its options and gives the confirming answer. */
  register(answering: Answering): Promise<string>;
  /** Password, then this plugin: `answering` gets the challenge, empty when there is none. Answers the session's token. */
  logIn(answering: Answering): Promise<string>;
}

/** Gives a demo user who has an email address a password of his own, by the mailed code (W12). */
export async function openTrial(demo: {
  readonly origin: string;
  readonly userId: string;
  readonly plugin: { readonly manifest: Manifest };
  readonly application?: 'DMS' | 'CCMS';
}): Promise<Trial> {
  const { id, graphql } = demo.plugin.manifest;
  const take = trialClient(demo.origin, challengeSelection(graphql));
  const password = `trial-${randomUUID()}`;
  await choosePassword(take, demo, password);

  const enterPassword = async (): Promise<TrialStep> => {
    const { userId, application = 'CCMS' } = demo;
    const input = { application, method: 'TWO_FACTOR', userId, delivery: 'BEARER' };
    const begun = await take('beginLogin', { input: 'BeginLoginInput!' }, { input });
    const given = { flowId: flowOf(begun, 'ProofsOffered'), password };
    return take('answerWithPassword', { flowId: 'ID!', password: 'String!' }, given);
  };
  const answer = async (flowId: string, values: Shown): Promise<string> => {
    const done = await take(graphql.answerField, answerArguments(graphql), { ...values, flowId });
    if (typeof done.sessionToken === 'string') return done.sessionToken;
    throw new TrialFailed(`${graphql.answerField} answered ${done.code ?? done.__typename}: ${done.message ?? ''}`);
  };

  return {
    async register(answering) {
      const offered = await enterPassword();
      if (offered.__typename === 'ProofsOffered')
        throw new TrialFailed(`${demo.userId} has a second factor: empty the data folder, or name another user.`);
      const flowId = flowOf(offered, 'DeviceRegistrationOffered');
      if (!offered.authenticators?.includes(id)) throw new TrialFailed(`${id} is not offered for registration.`);
      const types = { flowId: 'ID!', authenticator: 'String' };
      const shown = await take('registerDevice', types, { flowId, authenticator: id });
      return answer(flowOf(shown, 'AuthenticatorRegistration'), await answering(shown.options ?? {}));
    },
    async logIn(answering) {
      const asked = await enterPassword();
      const flowId = flowOf(asked, 'ProofsOffered');
      const offer = asked.offers?.find(({ authenticator }) => authenticator === id);
      if (offer === undefined) throw new TrialFailed(`${id} is not what this user is asked for.`);
      return answer(flowId, await answering(offer.challenge ?? {}));
    },
  };
}

async function choosePassword(
  take: TakeStep,
  { origin, userId }: { readonly origin: string; readonly userId: string },
  password: string,
): Promise<void> {
  const begun = await take('beginPasswordReset', { userId: 'ID!' }, { userId });
  const reference = String(begun.offers?.[0]?.challenge['reference']);
  const code = await mailedCode(origin, reference);
  const answered = await take(
    'answerWithEmailOtp',
    { flowId: 'ID!', code: 'String!' },
    { flowId: flowOf(begun, 'ProofsOffered'), code },
  );
  const chosen = { flowId: flowOf(answered, 'NewPasswordRequired'), newPassword: password, confirmation: password };
  const types = { flowId: 'ID!', newPassword: 'String!', confirmation: 'String!' };
  const done = await take('setPassword', types, chosen);
  if (done.__typename !== 'PasswordChanged')
    throw new TrialFailed(`setPassword answered ${done.code}: ${done.message}`);
}
