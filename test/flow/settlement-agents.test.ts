import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, present } from '../support/cast.ts';
import { authorise, only } from '../support/changes.ts';
import { type Desk, FORM, openDesk } from '../support/desk.ts';
import { bothEngines } from '../support/both-engines.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { flowId, step } from '../support/flow-steps.ts';
import { lockOut } from '../support/lock-out.ts';
import { arrive, enterPassword, freshCode, type Person, person } from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const AGENT = 'XYZ Custody Services';
/** Not among the mail domains of ABC, and expected to be its agent's. */
const DOMAIN = 'xyz-custody.example';
const LISTING = `query($own: Boolean) { userProfiles(first: 100, filter: { settlementAgent: $own }) { nodes { userId settlementAgentName } } }`;
const AGENTS = '{ reports { settlementAgents(first: 100) { rows { values } } } }';

interface Listed {
  readonly userProfiles: {
    readonly nodes: readonly { readonly userId: string; readonly settlementAgentName: string | null }[];
  };
}

onEveryShape(
  'W23 A settlement agent’s staff are users of the principal',
  (stack) => {
    let desk: Desk;
    let foreignMaker: ApiClient;
    let foreignCode: string;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
      foreignCode = await authorisationCodeOf(stack(), desk.cast.foreignChecker);
      foreignMaker = await present(stack(), desk.cast.foreignMaker, 'DMS');
    }, 90_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const clerk = (userId: string): Person => person(userId, `clerk.${userId.toLowerCase()}@${DOMAIN}`);
    const formOf = ({ userId, email }: Person) => ({
      ...{
        userId,
        email,
        surname: 'MAK',
        otherNames: 'Wing',
        groups: ['MONEY_SETTLEMENT'],
        settlementAgentName: AGENT,
      },
    });

    describe.each<[Phase, Person]>([
      ['PRE_PARALLEL', clerk('HKABC4S1')],
      ['PARALLEL', clerk('HKABC4S2')],
      ['END', clerk('HKABC4S3')],
    ])('%s', (phase, who) => {
      let session: ApiClient;
      beforeEach(() => movePhase(stack(), phase));
      const signIn = async () => {
        if (phase === 'PRE_PARALLEL') await movePhase(stack(), 'PARALLEL');
        session = await present(stack(), who, 'CCMS');
        await movePhase(stack(), phase);
      };

      it('1. the profile is created for the principal, flagged with the agent’s name; the agent’s mail domain is no cause for a warning', async () => {
        const request =
          phase === 'PRE_PARALLEL'
            ? await desk.byTheHouse('submitUserCreation', { ...formOf(who), participant: 'ABC' })
            : await desk.countersigned('submitUserCreation', formOf(who));
        expect(request.warnings).toEqual([]);
        expect(request.after).toMatchObject({ settlementAgentName: AGENT });
        expect(await desk.see(who.userId)).toMatchObject({
          ...{ type: 'USER', participant: { code: 'ABC' }, settlementAgentName: AGENT, email: who.email },
        });
      });

      it('2. of the principal’s own staff the same domain is warned of', async () => {
        const own = desk.cast.user();
        const set = { email: `${own.userId.toLowerCase()}@${DOMAIN}` };
        const request = await desk.submit('submitProfileChange', { ...(await desk.aim(own)), set });
        expect(request.warnings).toEqual([
          `${DOMAIN} is not among the participant's mail domains. A corporate address is recommended.`,
        ]);
      });

      it('3. the principal’s administrators register another address of the agent’s (W1)', async () => {
        const email = `desk.${who.userId.toLowerCase()}@${DOMAIN}`;
        const request = await desk.countersigned('submitProfileChange', { ...(await desk.aim(who)), set: { email } });
        expect(request.warnings).toEqual([]);
        Object.assign(who, { email });
      });

      it('4. the agent’s clerk signs in where all users do, with an ID and a token of the principal', async () => {
        await signIn();
        const viewer = only(await session.send('{ viewer { userId participant { code } } }'));
        expect(viewer).toEqual({ userId: who.userId, participant: { code: 'ABC' } });
        expect(who.app?.account).toBe(who.userId);
      });

      it('5. locked, he is unlocked by the principal’s administrators (W7)', async () => {
        await movePhase(stack(), 'PARALLEL');
        await lockOut(stack(), who, 'CCMS');
        await movePhase(stack(), phase);
        await desk.countersigned('submitUnlock', { userId: who.userId });
        await signIn();
        expect(await viewerId(session)).toBe(who.userId);
      });

      it('6. to the agent’s own administrators, who are a participant’s too, he does not exist', async () => {
        expect(await desk.see(who.userId, foreignMaker)).toBeNull();
        const asked = { userId: who.userId, version: 1 };
        for (const [what, input] of [
          ['submitProfileChange', { ...asked, set: { surname: 'X' } }],
          ['submitUserDeletion', asked],
          ['submitUnlock', { userId: who.userId }],
          ['submitSecondFactorReset', { userId: who.userId }],
        ] as const)
          expect(await desk.submit(what, input, foreignMaker)).toMatchObject({ code: 'USER_NOT_FOUND' });
        const { userProfiles } = (await foreignMaker.send<Listed>(LISTING, { own: true })).data;
        expect(userProfiles.nodes.map(({ userId }) => userId)).not.toContain(who.userId);
      });

      it('7. the principal lists agents’ users by themselves, the clearing house by agent and principal (H13)', async () => {
        const { userProfiles } = (await desk.maker.send<Listed>(LISTING, { own: true })).data;
        expect(userProfiles.nodes.map(({ userId }) => userId)).toContain(who.userId);
        expect(userProfiles.nodes.every(({ settlementAgentName }) => settlementAgentName !== null)).toBe(true);
        const { settlementAgents } = only<{
          settlementAgents: { rows: readonly { values: Record<string, unknown> }[] };
        }>(await desk.operator.send(AGENTS));
        const row = settlementAgents.rows.find(({ values }) => values['userId'] === who.userId)?.values;
        expect(Object.values(row ?? {})).toEqual(expect.arrayContaining([AGENT, 'ABC', who.userId]));
      });

      it('8. the principal’s administrators delete him: he is out at once', async () => {
        await desk.countersigned('submitUserDeletion', { ...(await desk.aim(who)), reason: 'The agency ended' });
        expect(await viewerId(session)).toBeNull();
        expect(await desk.see(who.userId)).toBeNull();
      });
    });

    describe('one clerk for two principals', () => {
      const mailbox = `shared.clerk@${DOMAIN}`;
      const forAbc = person('HKABC4T1', mailbox);
      const forXyz = person('HKXYZ4T1', mailbox);

      it('holds two IDs at one mailbox, each created by its principal', async () => {
        await desk.countersigned('submitUserCreation', formOf(forAbc));
        const request = await desk.submit('submitUserCreation', formOf(forXyz), foreignMaker);
        // Another participant's profile is nothing to warn of: it does not exist here (M10).
        expect(request.warnings).toEqual([]);
        const checkerId = desk.cast.foreignChecker.userId;
        const given = { requestId: request.id, checkerId, authorisationCode: foreignCode };
        expect(await authorise(foreignMaker, given)).toMatchObject({ state: 'EXECUTED' });
      });

      it('registers two tokens; each mail and each token names its ID', async () => {
        const sessions = [await arrive(stack(), forAbc, 'CCMS'), await arrive(stack(), forXyz, 'CCMS')];
        expect(await Promise.all(sessions.map(viewerId))).toEqual([forAbc.userId, forXyz.userId]);
        expect([forAbc.app?.account, forXyz.app?.account]).toEqual([forAbc.userId, forXyz.userId]);
        for (const { userId } of [forAbc, forXyz])
          await desk.letter({ email: mailbox }, `Device registered: ${userId}`);
      });

      it('the token of one ID opens nothing of the other', async () => {
        const client = stack().client();
        const asked = await enterPassword(client, forAbc, 'CCMS');
        const wrong = await step(client, 'answerWithTotp', { flowId: flowId(asked), code: freshCode(stack(), forXyz) });
        expect(wrong).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' });
      });

      it('what one principal decides leaves the other ID alone', async () => {
        const session = await present(stack(), forXyz, 'CCMS');
        await desk.countersigned('submitUserDeletion', await desk.aim(forAbc));
        expect(await viewerId(session)).toBe(forXyz.userId);
      });
    });

    it('an agent’s staff are users: an administrator is never flagged so', async () => {
      const wanted = { ...formOf(clerk('HKABC4Z7')), type: 'DA', participant: 'ABC', groups: ['DA_MAKER', 'EE'] };
      const given = { ...wanted, formReference: FORM };
      expect(await desk.submit('submitUserCreation', given, desk.operator)).toMatchObject({
        ...{ code: 'INVALID_INPUT', field: 'settlementAgentName' },
      });
    });
  },
  { among: bothEngines },
);
