import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, submitChange } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { beginLogin, flowId, step } from '../support/flow-steps.ts';
import {
  arrive,
  choosePassword,
  enterPassword,
  freshCode,
  logIn,
  PASSWORD,
  registerDevice,
} from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { enquire, viewerId } from '../support/profiles.ts';

onEveryShape('the migration phase is read live by everything', (stack) => {
  let cast: Cast;
  let client: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    client = stack().client();
  }, 60_000);
  beforeEach(() => movePhase(stack(), 'PARALLEL'));

  const OPTIONS = '{ loginOptions(application: CCMS) { phase methods notice } migration { phase } }';

  it.each([
    ['PRE_PARALLEL', ['SMARTCARD']],
    ['PARALLEL', ['SMARTCARD', 'TWO_FACTOR']],
    ['END', ['TWO_FACTOR']],
  ] as const)('%s: the sign-in page offers %j', async (phase, methods) => {
    await movePhase(stack(), phase);
    const answer = await client.send(OPTIONS);
    expect(answer.data).toMatchObject({ loginOptions: { phase, methods }, migration: { phase } });
  });

  it('PRE_PARALLEL: no two-factor login begins, for nobody, and nobody can tell who exists', async () => {
    const who = cast.user();
    await arrive(stack(), who, 'CCMS');
    await movePhase(stack(), 'PRE_PARALLEL');
    const answers = await Promise.all(
      [who.userId, 'HKABC4QQ'].map((userId) => beginLogin(client, { userId, application: 'CCMS' })),
    );
    expect(answers[0]).toMatchObject({ __typename: 'FlowRefused', code: 'METHOD_NOT_OFFERED' });
    expect(answers[1]).toEqual(answers[0]);
    const resets = await Promise.all(
      [who.userId, 'HKABC4QQ'].map((userId) => step(client, 'beginPasswordReset', { userId })),
    );
    expect(resets.map((each) => [each.__typename, each.code])).toEqual([
      [resets[0]?.__typename, resets[0]?.code],
      [resets[0]?.__typename, resets[0]?.code],
    ]);
  });

  it.each(['PRE_PARALLEL', 'PARALLEL', 'END'] as const)(
    '%s: a pair of administrators registers an address (W1, any phase)',
    async (phase: Phase) => {
      const code = await authorisationCodeOf(stack(), cast.checker);
      const maker = await present(stack(), cast.maker, 'DMS');
      await movePhase(stack(), phase);
      const who = cast.user();
      const version = (await enquire(maker, who.userId))?.version ?? -1;
      const email = `${phase.toLowerCase()}@firm.example`;
      const request = await submitChange(maker, { userId: who.userId, version, set: { email } });
      const decided = await authorise(maker, {
        requestId: request.id,
        checkerId: cast.checker.userId,
        authorisationCode: code,
      });
      expect(decided).toMatchObject({ state: 'EXECUTED' });
      expect((await enquire(maker, who.userId))?.email).toBe(email);
    },
  );

  it('a login that began before the phase moved on is carried through for five minutes', async () => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    await registerDevice(stack(), who, 'CCMS');
    const begun = await enterPassword(client, who, 'CCMS');
    await movePhase(stack(), 'END');
    const done = await step(client, 'answerWithTotp', { flowId: flowId(begun), code: freshCode(stack(), who) });
    expect(done.__typename).toBe('SignedIn');
    expect((await logIn(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
  });

  it('END: smartcard fields are gone from forms and listings; sessions by two factors go on', async () => {
    const maker = await present(stack(), cast.maker, 'DMS');
    const CARDS = '{ userProfiles(first: 100) { nodes { userId srn certificateExpiry } } }';
    type Cards = {
      readonly userProfiles: {
        readonly nodes: readonly { readonly srn: string | null; readonly certificateExpiry: string | null }[];
      };
    };
    const before = await maker.send<Cards>(CARDS);
    expect(before.data.userProfiles.nodes.some((node) => node.srn !== null && node.certificateExpiry !== null)).toBe(
      true,
    );
    await movePhase(stack(), 'END');
    const after = await maker.send<Cards>(CARDS);
    expect(after.errors).toEqual([]);
    expect(after.data.userProfiles.nodes.every((node) => node.srn === null && node.certificateExpiry === null)).toBe(
      true,
    );
    expect(await viewerId(maker)).toBe(cast.maker.userId);
  });
});
