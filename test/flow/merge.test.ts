import { beforeAll, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';

import { cancel, only } from '../support/changes.ts';
import { type Desk, openDesk, type Seen } from '../support/desk.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { arrive, enterPassword, logIn, type Person, person, signedIn } from '../support/person.ts';
import { movePhase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const ADVICE = `query($userId: ID!) { mergeAdvice(userId: $userId) { nextStep administrator { userId }
  candidates { profile { userId } lackingGroups { code } } } }`;
const VIEWER = '{ viewer { userId application functions roles } }';
const DOUBLES = '{ reports { likelyDoubles(first: 100) { rows { values } } } }';

interface Advice {
  readonly nextStep: string;
  readonly candidates: readonly {
    readonly profile: { readonly userId: string };
    readonly lackingGroups: readonly { readonly code: string }[];
  }[];
}

onEveryShape(
  'W22 One person, two IDs: merged at END, step by step',
  (stack) => {
    let desk: Desk;
    let administrator: Person;
    let user: Person;
    let userSession: ApiClient;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
      administrator = desk.cast.otherMaker;
    }, 90_000);

    const advice = async () => only<Advice>(await desk.maker.send(ADVICE, { userId: administrator.userId }));
    const seen = async (userId: string) => (await desk.see(userId)) as Seen;
    const groups = async (userId: string) => (await seen(userId)).groups.map(({ code }) => code).toSorted();
    const doubles = async () =>
      only<{ likelyDoubles: { rows: readonly { values: Record<string, unknown> }[] } }>(await desk.maker.send(DOUBLES))
        .likelyDoubles.rows;

    it('0. whoever has no second ID is told so', async () => {
      expect(await advice()).toMatchObject({
        candidates: [],
        nextStep: `No user profile looks like the same person as ${administrator.userId}.`,
      });
      expect(await doubles()).toEqual([]);
    });

    it('1. PARALLEL: the administrator has a user profile besides, with the same name and address, and works with both', async () => {
      const { surname, otherNames } = await seen(administrator.userId);
      user = person('HKABC4M1', administrator.email);
      const wanted = { userId: user.userId, surname, otherNames, email: user.email };
      const request = await desk.countersigned('submitUserCreation', {
        ...wanted,
        groups: ['COVERED_CALL', 'REPORT_DOWNLOAD'],
      });
      expect(request.warnings.join(' ')).toContain('Another user profile has the same address');
      userSession = await arrive(stack(), user, 'CCMS');
      await arrive(stack(), administrator, 'DMS');
      expect(user.app?.account).toBe(user.userId);
      expect(administrator.app?.account).toBe(administrator.userId);
      expect((await doubles()).map(({ values }) => values)).toEqual([expect.objectContaining({ userId: user.userId })]);
    });

    it('2. PARALLEL: advice says that both IDs are needed until END, and giving the groups is refused', async () => {
      const told = await advice();
      expect(told.nextStep).toBe(
        `${administrator.userId} cannot hold business groups in the migration phase in force. Keep ${user.userId} until END.`,
      );
      expect(told.candidates).toMatchObject([{ profile: { userId: user.userId } }]);
      const { version } = await seen(administrator.userId);
      const wanted = { userId: administrator.userId, version, groups: ['DA_MAKER', 'EE', 'COVERED_CALL'] };
      expect(await desk.submit('submitGroupAssignment', wanted)).toMatchObject({ code: 'PHASE_FORBIDS' });
      expect(await logIn(stack(), administrator, 'CCMS')).toMatchObject({ code: 'NOT_ENTITLED' });
    });

    it('3. END: advice names the groups that deleting would lose; nothing happened by itself', async () => {
      await movePhase(stack(), 'END');
      const told = await advice();
      expect(told.nextStep).toBe(
        `Give ${administrator.userId} COVERED_CALL, REPORT_DOWNLOAD, then delete ${user.userId}.`,
      );
      expect(told.candidates[0]?.lackingGroups.map(({ code }) => code)).toEqual(['COVERED_CALL', 'REPORT_DOWNLOAD']);
      expect(await viewerId(userSession)).toBe(user.userId);
      expect(await groups(administrator.userId)).toEqual(['DA_MAKER', 'EE']);
    });

    it('4. END: deleting the user ID first is warned of, with what would be lost', async () => {
      const { version } = await seen(user.userId);
      const early = await desk.submit('submitUserDeletion', { userId: user.userId, version });
      expect(early.warnings).toContain(
        `${administrator.userId} looks like the same person and lacks COVERED_CALL, REPORT_DOWNLOAD: give it these groups first.`,
      );
      await cancel(desk.maker, early.id);
    });

    it('5. END: the pair gives the administrator’s ID the business groups', async () => {
      const { version } = await seen(administrator.userId);
      await desk.countersigned('submitGroupAssignment', {
        ...{ userId: administrator.userId, version },
        groups: ['DA_MAKER', 'EE', 'COVERED_CALL', 'REPORT_DOWNLOAD'],
      });
      expect((await advice()).nextStep).toBe(
        `${administrator.userId} has all groups of ${user.userId}: delete ${user.userId}. Nothing is deleted by itself.`,
      );
      expect(await seen(user.userId)).toMatchObject({ status: 'ENABLED' });
    });

    it('6. END: the pair deletes the user ID, now without that warning', async () => {
      const { version } = await seen(user.userId);
      const request = await desk.countersigned('submitUserDeletion', { userId: user.userId, version });
      expect(request.warnings.join(' ')).not.toContain('same person');
      expect(await viewerId(userSession)).toBeNull();
      expect(await desk.see(user.userId)).toBeNull();
      expect((await advice()).candidates).toEqual([]);
      expect(await doubles()).toEqual([]);
    });

    it('7. END: one ID, one password and one token open both applications, each with its functions', async () => {
      const sessions: ApiClient[] = [];
      for (const application of ['DMS', 'CCMS']) {
        const session = signedIn(stack().client(), await logIn(stack(), administrator, application));
        const viewer = only<{ functions: string[] }>(await session.send(VIEWER));
        expect(viewer).toMatchObject({ userId: administrator.userId, application });
        expect(viewer.functions).toEqual(expect.arrayContaining(['Create User Profile', 'Lodge Specific Cover']));
        sessions.push(session);
      }
      // One session for each application, beside each other (SE2).
      for (const session of sessions) expect(await viewerId(session)).toBe(administrator.userId);
    });

    it('8. the other ID’s password and token open nothing', async () => {
      const refused = await enterPassword(stack().client(), user, 'CCMS');
      expect(refused).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
    });

    it('advice is for administrators of the participant and the clearing house alone', async () => {
      expect(await advice()).toMatchObject({ candidates: [] });
      const ofUser = await desk.maker.send(ADVICE, { userId: desk.cast.user().userId });
      expect(ofUser.data).toEqual({ mergeAdvice: null });
      const foreign = await desk.maker.send(ADVICE, { userId: desk.cast.foreignMaker.userId });
      expect(foreign.data).toEqual({ mergeAdvice: null });
    });
  },
  { among: ['embedded', 'four-process'] },
);
