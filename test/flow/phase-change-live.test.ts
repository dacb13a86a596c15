import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import {
  answerByCard,
  beginByCard,
  beginStepUpByCard,
  cardFor,
  challengeIn,
  logInByCard,
  presentByCard,
  type SoftCard,
  signedBy,
} from '../support/card.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { eventually } from '../support/eventually.ts';
import { flowId, step } from '../support/flow-steps.ts';
import { arrive, enterPassword, freshCode, signedIn } from '../support/person.ts';
import { movePhase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const OPTIONS = '{ loginOptions(application: DMS) { phase methods unavailable { method reason message } } }';
const HOLDER = 'HKABC1X1';

onEveryShape(
  'the phase changes on a running stack',
  (stack) => {
    let card: SoftCard;
    let cast: Cast;
    beforeAll(async () => {
      cast = await openCast(stack());
      card = await cardFor(stack(), HOLDER);
    }, 60_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const offered = async () => (await stack().client().send(OPTIONS)).data?.['loginOptions'];
    /** What the authentication process has said of its smartcard plugin, but for what it had said before. */
    const said = (before = 0) =>
      stack()
        .output()
        .split('\n')
        .filter((line) => line.includes('"authenticator":"smartcard"') && line.includes('changed its state'))
        .map((line) => /"to":"(\w+)"/.exec(line)?.[1])
        .slice(before);

    it('what is offered follows in both directions, with the reason beside what is not', async () => {
      expect(await offered()).toMatchObject({ methods: ['SMARTCARD', 'TWO_FACTOR'], unavailable: [] });
      await movePhase(stack(), 'END');
      expect(await offered()).toMatchObject({
        methods: ['TWO_FACTOR'],
        unavailable: [{ method: 'SMARTCARD', reason: 'PHASE', message: expect.stringContaining('no longer') }],
      });
      await movePhase(stack(), 'PARALLEL');
      expect(await offered()).toMatchObject({ methods: ['SMARTCARD', 'TWO_FACTOR'] });
    });

    it('the plugin is unloaded at END and loaded at a rollback, though nobody asks for anything', async () => {
      await eventually(() => said().at(-1) === 'OFFERED', 'the smartcard plugin to be loaded');
      const before = said().length;
      await movePhase(stack(), 'END');
      await eventually(() => said(before).includes('UNLOADED'), 'the smartcard plugin to be unloaded');
      await movePhase(stack(), 'PARALLEL');
      await eventually(() => said(before).includes('OFFERED'), 'the smartcard plugin to be loaded again');
      expect(said(before)).toEqual(['RETIRED', 'UNLOADED', 'OFFERED']);
      expect(await logInByCard(stack(), HOLDER, 'DMS', { card })).toMatchObject({ __typename: 'SignedIn' });
    });

    it.each(['END', 'PRE_PARALLEL'] as const)('to %s: a two-factor login begun before goes on', async (to) => {
      const who = cast.user();
      await arrive(stack(), who, 'CCMS');
      const client = stack().client();
      const asked = await enterPassword(client, who, 'CCMS');
      await movePhase(stack(), to);
      const done = await step(client, 'answerWithTotp', { flowId: flowId(asked), code: freshCode(stack(), who) });
      expect(await viewerId(signedIn(client, done))).toBe(who.userId);
    });

    it('END refuses smartcards at once: a login under way, a step-up under way, and the next ones (W21)', async () => {
      const client = stack().client();
      const session = await presentByCard(stack(), HOLDER, 'DMS');
      const login = challengeIn(await beginByCard(client, HOLDER, 'DMS'));
      const stepUp = challengeIn(await beginStepUpByCard(session));
      await movePhase(stack(), 'END');
      const refused = { __typename: 'FlowRefused' };
      expect(await answerByCard(client, login.flow, signedBy(card, login.statement))).toMatchObject(refused);
      const answer = answerByCard(session, stepUp.flow, signedBy(card, stepUp.statement));
      expect(await answer.catch(() => refused)).toMatchObject(refused);
      expect(await beginByCard(client, HOLDER, 'DMS')).toMatchObject({ code: 'SMARTCARD_NOT_ALLOWED' });
    });

    it('END ends live smartcard sessions by a reason of its own, used or not, and no others (SE3)', async () => {
      const used = await presentByCard(stack(), HOLDER, 'DMS');
      await presentByCard(stack(), 'HKEX0001', 'CONSOLE');
      const factors = await arrive(stack(), cast.user(), 'CCMS');
      await movePhase(stack(), 'END');
      expect((await used.send('{ viewer { userId } }')).data?.['viewer'] ?? null).toBeNull();
      const authentication = await stack().tables('authentication');
      const rows = async () =>
        authentication.rows<{ user_id: string; end_reason: string | null }>(
          "SELECT user_id, end_reason FROM session WHERE methods = 'smartcard' AND (ended_at IS NULL OR end_reason = 'METHOD_ENDED')",
        );
      await eventually(async () => (await rows()).every((row) => row.end_reason !== null), 'the sessions to end');
      expect((await rows()).map((row) => row.user_id)).toEqual(expect.arrayContaining([HOLDER, 'HKEX0001']));
      expect(await viewerId(factors)).not.toBeNull();
    });
  },
  { among: ['four-process'] },
);
