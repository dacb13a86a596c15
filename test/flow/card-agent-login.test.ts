import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import {
  askAgent,
  type CardAgent,
  type Cards,
  confirmAtAgent,
  makeCards,
  resultOf,
  startCardAgent,
} from '../support/card-agent.ts';
import { useStack } from '../support/every-shape.ts';
import { flowId, STEP, stepOf } from '../support/flow-steps.ts';
import { movePhase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const SITE = 'https://dms.example';
const BEGIN = `mutation($input: BeginLoginInput!) { beginLogin(input: $input) { __typename
  ... on ProofsOffered { flow { id expiresAt } offers { authenticator challenge { ... on SmartcardChallenge { statement } } } }
  ... on FlowRefused { code message } } }`;
const ANSWER = `mutation($flowId: ID!, $certificate: String!, $signature: String!) {
  answerWithSmartcard(flowId: $flowId, certificate: $certificate, signature: $signature) { ${STEP} } }`;

/** W10 with a real PKCS#11 token: SoftHSM holds the key, the agent is a process, the API is the public one. */
describe('W10 login through the card agent', () => {
  const stack = useStack({ shape: 'embedded', settings: { COUNTERSIGN_SITE_ORIGINS: SITE } });
  let cards: Cards;
  let agent: CardAgent;
  beforeAll(async () => {
    await movePhase(stack(), 'PARALLEL');
    cards = makeCards(stack(), ['HKABC1X1', 'HKABC2X1']);
    agent = await startCardAgent(stack(), cards, SITE);
  }, 120_000);
  afterAll(() => agent?.stop());

  const begin = async (client: ApiClient, userId = 'HKABC1X1') => {
    const input = { application: 'DMS', method: 'SMARTCARD', userId, delivery: 'BEARER' };
    const step = stepOf(await client.send(BEGIN, { input }), 'beginLogin');
    const challenges = (step.offers ?? []).map(({ challenge }) => challenge as { readonly statement?: string } | null);
    return { flow: flowId(step), statement: challenges[0]?.statement ?? '' };
  };
  const holder = (userId: string) => ({ pin: cards.pinOf(userId), chooses: userId });
  const answer = async (client: ApiClient, flow: string, signed: Readonly<Record<string, string>>) =>
    stepOf(
      await client.send(ANSWER, { flowId: flow, certificate: signed['certificate'], signature: signed['signature'] }),
      'answerWithSmartcard',
    );

  it('HKABC1X1 signs in with the token, and the agent named the site, the user ID and the purpose', async () => {
    const client = stack().client();
    const { flow, statement } = await begin(client);
    const asked = await askAgent(agent, SITE, statement);
    const { shown, done } = await confirmAtAgent(agent, asked.json['confirm'] ?? '', holder('HKABC1X1'));
    for (const named of [SITE, 'HKABC1X1', 'Sign in']) expect(shown).toContain(named);
    expect(done).toContain('data-state="SIGNED"');
    const signed = await resultOf(agent, SITE, asked.json['id'] ?? '');
    const step = await answer(client, flow, signed);
    expect(step).toMatchObject({ __typename: 'SignedIn', session: { application: 'DMS' } });
    expect(await viewerId(client.bearing(step.sessionToken ?? ''))).toBe('HKABC1X1');
    // The nonce is spent: the same signature opens nothing more.
    expect((await answer(client, flow, signed)).__typename).toBe('FlowRefused');
  });

  it('the card of somebody else does not sign in as HKABC1X1', async () => {
    const client = stack().client();
    const { flow, statement } = await begin(client);
    const asked = await askAgent(agent, SITE, statement);
    const { done } = await confirmAtAgent(agent, asked.json['confirm'] ?? '', holder('HKABC2X1'));
    expect(done).toContain('data-state="SIGNED"');
    const step = await answer(client, flow, await resultOf(agent, SITE, asked.json['id'] ?? ''));
    expect(step).toMatchObject({ __typename: 'FlowRefused', code: 'SRN_MISMATCH' });
  });

  it('the agent signs for no site that it was not started for', async () => {
    const { statement } = await begin(stack().client());
    expect(await askAgent(agent, 'https://evil.example', statement)).toMatchObject({
      status: 403,
      json: { code: 'ORIGIN_NOT_ALLOWED' },
    });
  });

  it('pulling the token mid-login says so in a sentence', async () => {
    const { statement } = await begin(stack().client());
    const asked = await askAgent(agent, SITE, statement);
    const { done } = await confirmAtAgent(agent, asked.json['confirm'] ?? '', {
      ...holder('HKABC1X1'),
      meanwhile: () => cards.pull('HKABC1X1'),
    });
    const sentence = 'The card was removed before it had finished. Insert it and start again.';
    expect(done).toContain(sentence);
    const told = await resultOf(agent, SITE, asked.json['id'] ?? '');
    expect(told).toEqual({ state: 'REFUSED', code: 'CARD_REMOVED', message: sentence });
    expect(agent.output()).not.toContain(cards.pinOf('HKABC1X1'));
  });
});
