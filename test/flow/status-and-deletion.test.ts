import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidOf } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfRequest, auditOfUser } from '../support/audit.ts';
import { present } from '../support/cast.ts';
import { cancel, only } from '../support/changes.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { bothEngines } from '../support/both-engines.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { eventually } from '../support/eventually.ts';
import { step } from '../support/flow-steps.ts';
import { enterPassword, type Person } from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const SATURDAY_NIGHT = '2026-11-28T22:15:00+08:00';
const MONDAY_MORNING = '2026-11-30T09:00:00+08:00';
const EMERGENCY = `mutation($userId: ID!, $reason: String!) { emergencyDisable(userId: $userId, reason: $reason) {
  __typename ... on UserProfile { userId status version } ... on ChangeRefused { code field message } } }`;

interface Disabled {
  readonly __typename: string;
  readonly status: string;
  readonly code: string;
}

onEveryShape(
  'W8 Disable, enable and delete a user',
  (stack) => {
    let desk: Desk;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
    }, 90_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const atWork = async (who: Person): Promise<ApiClient> => {
      const session = await present(stack(), who, 'CCMS');
      expect(await viewerId(session)).toBe(who.userId);
      return session;
    };
    /** The tables in which something by which this person can sign in is kept. */
    const kept = async (uuid: string): Promise<readonly string[]> => {
      const authentication = await stack().tables('authentication');
      const found = await Promise.all(
        ['account', 'authenticator_password_credential', 'authenticator_totp_device'].map(async (table) => {
          const rows = await authentication.rows(`SELECT 1 FROM ${table} WHERE profile_uuid = ?`, [uuid]);
          return rows.length === 0 ? [] : [table];
        }),
      );
      return found.flat();
    };
    const login = async (who: Person) => enterPassword(stack().client(), who, 'CCMS');
    const emergency = async (by: ApiClient, userId: string, reason = 'Left at noon') =>
      only<Disabled>(await by.send(EMERGENCY, { userId, reason }));

    describe.each<Phase>(['PRE_PARALLEL', 'PARALLEL', 'END'])('%s: by the pair', (phase) => {
      let who: Person;
      let session: ApiClient;
      beforeAll(async () => {
        await movePhase(stack(), 'PARALLEL');
        who = desk.cast.user();
        session = await atWork(who);
      });
      beforeEach(() => movePhase(stack(), phase));

      it('1. the maker disables with a reason, the checker agrees: the session dies at once and the user is told', async () => {
        const aim = await desk.aim(who);
        const request = await desk.submit('submitStatusChange', { ...aim, status: 'DISABLED', reason: 'Long leave' });
        expect([request.before, request.after]).toEqual([
          { status: 'ENABLED' },
          { status: 'DISABLED', reason: 'Long leave' },
        ]);
        expect(await viewerId(session)).toBe(who.userId);
        expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED' });
        expect(await viewerId(session)).toBeNull();
        expect((await desk.letter(who, 'It is now DISABLED')).text).not.toMatch(/https?:/);
      });

      it('2. he cannot sign in, and nobody can tell why', async () => {
        await movePhase(stack(), 'PARALLEL');
        const refused = await login(who);
        const stranger = await login({ ...who, userId: 'HKABC4QQ' });
        expect(refused).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
        expect(stranger).toEqual(refused);
      });

      it('3. the pair enables him, with the version that is shown now, and he signs in as before', async () => {
        const { version } = await desk.aim(who);
        const wanted = { userId: who.userId, status: 'ENABLED', reason: 'Back' };
        expect(await desk.submit('submitStatusChange', { ...wanted, version: version - 1 })).toMatchObject({
          code: 'PROFILE_STALE',
        });
        await desk.countersigned('submitStatusChange', { ...wanted, version });
        expect(await desk.submit('submitStatusChange', { ...wanted, version: version + 1 })).toMatchObject({
          code: 'NO_CHANGE',
        });
        await movePhase(stack(), phase === 'END' ? 'END' : 'PARALLEL');
        session = await atWork(who);
      });

      it('4. the pair deletes him: session, password and device are gone, the ID looks non-existent', async () => {
        const uuid = await uuidOf(stack(), who);
        expect(await kept(uuid)).toEqual(['account', 'authenticator_password_credential', 'authenticator_totp_device']);
        const request = await desk.countersigned('submitUserDeletion', {
          ...(await desk.aim(who)),
          reason: 'Left the firm',
        });
        expect(request.before).toMatchObject({ userId: who.userId, email: who.email });
        expect(request.after).toEqual({ status: 'DELETED', reason: 'Left the firm' });
        expect(await viewerId(session)).toBeNull();
        expect(await desk.see(who.userId)).toBeNull();
        await desk.letter(who, 'User profile deleted');
        await eventually(async () => (await kept(uuid)).length === 0, 'his account, password and device gone');
        const aim = { userId: who.userId, version: 4 };
        for (const [what, input] of [
          ['submitUserDeletion', aim],
          ['submitStatusChange', { ...aim, status: 'ENABLED', reason: 'Back' }],
          ['submitUnlock', { userId: who.userId }],
        ] as const)
          expect(await desk.submit(what, input)).toMatchObject({ code: 'USER_NOT_FOUND' });
      });
    });

    describe('in an emergency one administrator alone disables, at any hour', () => {
      let who: Person;
      beforeAll(async () => {
        await desk.comeBack(SATURDAY_NIGHT);
        who = desk.cast.user();
      });

      it('on a Saturday night no pair could, one can: the session dies at once, checkers and user are told', async () => {
        const session = await atWork(who);
        const aim = await desk.aim(who);
        const wanted = { ...aim, status: 'DISABLED', reason: 'Left at noon' };
        expect(await desk.submit('submitStatusChange', wanted)).toMatchObject({
          ...{ code: 'OUTSIDE_FUNCTION_HOURS', nextOpening: '2026-11-29T23:00:00.000Z' },
        });
        const done = await emergency(desk.maker, who.userId);
        expect(done).toMatchObject({ __typename: 'UserProfile', status: 'DISABLED', version: aim.version + 1 });
        expect(await viewerId(session)).toBeNull();
        await desk.letter(who, 'It is now DISABLED');
        for (const checker of [desk.cast.checker, desk.cast.otherChecker])
          expect((await desk.letter(checker, `User ${who.userId} disabled in an emergency`)).text).toContain(
            'a maker and a checker',
          );
        const audit = await auditOfUser(stack(), 'identity', who.userId);
        expect(audit.at(-1)).toMatchObject({
          action: 'profile.emergency-disable',
          outcome: 'SUCCESS',
          actor: desk.cast.maker.userId,
        });
      });

      it('a checker can as well, and a second time is no change', async () => {
        const other = desk.cast.user();
        expect(await emergency(desk.checker, other.userId)).toMatchObject({ status: 'DISABLED' });
        expect(await emergency(desk.maker, other.userId)).toMatchObject({ code: 'NO_CHANGE' });
      });

      it('whom and by whom not: administrators, oneself, other participants’ users, without a reason, by a business user', async () => {
        const { cast } = desk;
        expect(await emergency(desk.maker, cast.otherChecker.userId)).toMatchObject({ code: 'FIELD_NOT_EDITABLE' });
        expect(await emergency(desk.maker, cast.maker.userId)).toMatchObject({ __typename: 'ChangeRefused' });
        expect(await emergency(desk.maker, cast.foreignUser().userId)).toMatchObject({ code: 'USER_NOT_FOUND' });
        const user = cast.user();
        expect(await emergency(desk.maker, user.userId, ' ')).toMatchObject({ code: 'INVALID_INPUT', field: 'reason' });
        const colleague = await atWork(cast.user());
        expect(await emergency(colleague, user.userId)).toMatchObject({ code: 'NOT_PERMITTED' });
        expect(await desk.see(user.userId, desk.operator)).toMatchObject({ status: 'ENABLED' });
      });

      it('nobody enables alone: it takes the pair, and function hours', async () => {
        const wanted = { ...(await desk.aim(who)), status: 'ENABLED', reason: 'It was a mistake' };
        expect(await desk.submit('submitStatusChange', wanted)).toMatchObject({ code: 'OUTSIDE_FUNCTION_HOURS' });
        await desk.comeBack(MONDAY_MORNING);
        const request = await desk.submit('submitStatusChange', wanted);
        expect(await desk.see(who.userId)).toMatchObject({ status: 'DISABLED' });
        expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED' });
        await atWork(who);
      });

      it('a change that waited for a checker meanwhile is stale: he countersigns nothing that he did not see', async () => {
        const other = desk.cast.user();
        const waiting = await desk.submit('submitGroupAssignment', {
          ...(await desk.aim(other)),
          groups: ['COVERED_CALL'],
        });
        await emergency(desk.checker, other.userId);
        expect(await desk.authorised(waiting.id)).toMatchObject({ code: 'PROFILE_STALE' });
        expect(await desk.read(waiting.id)).toMatchObject({ state: 'STALE' });
      });
    });

    describe('deletion', () => {
      beforeAll(() => desk.comeBack('2026-11-30T11:00:00+08:00'), 60_000);

      it('waits for what is open on the user: withdraw that first, and the deletion is taken', async () => {
        const who = desk.cast.user();
        const aim = await desk.aim(who);
        const open = await desk.submit('submitProfileChange', { ...aim, set: { email: 'new@firm.example' } });
        expect(await desk.submit('submitUserDeletion', aim)).toMatchObject({ code: 'REQUEST_ALREADY_OPEN' });
        await cancel(desk.maker, open.id);
        await desk.countersigned('submitUserDeletion', aim);
        expect(await desk.read(open.id)).toMatchObject({ state: 'CANCELLED', subject: who.userId });
        const gone = 'query($id: ID!) { changeRequest(id: $id) { target { userId status email } } }';
        expect((await desk.maker.send(gone, { id: open.id })).data).toEqual({ changeRequest: { target: null } });
      });

      it('warns when the last holder of a business group would go, and not before', async () => {
        await desk.byTheHouse('submitGroupDefinition', {
          ...{
            code: 'MARGIN_WATCH',
            name: 'Margin watch',
            functions: ['Enquire Intra-day Margin Call'],
            reason: 'New',
          },
        });
        const [first, second] = [desk.cast.user(), desk.cast.user()];
        for (const who of [first, second])
          await desk.countersigned('submitGroupAssignment', { ...(await desk.aim(who)), groups: ['MARGIN_WATCH'] });
        const early = await desk.countersigned('submitUserDeletion', await desk.aim(first));
        expect(early.warnings).toEqual([]);
        const last = await desk.submit('submitUserDeletion', await desk.aim(second));
        expect(last.warnings).toEqual([
          `${second.userId} is the last enabled holder of MARGIN_WATCH in the participant.`,
        ]);
        // A warning blocks nothing: the pair decides.
        expect(await desk.authorised(last.id)).toMatchObject({ state: 'EXECUTED' });
      });

      it.each<Phase>(['PRE_PARALLEL', 'PARALLEL', 'END'])(
        'in %s neither of an administrator, nor of oneself',
        async (phase) => {
          await movePhase(stack(), phase);
          for (const who of [desk.cast.otherMaker, desk.cast.otherChecker, desk.cast.maker]) {
            const aim = await desk.aim(who);
            expect(await desk.submit('submitUserDeletion', aim)).toMatchObject({ code: 'FIELD_NOT_EDITABLE' });
            expect(await desk.submit('submitStatusChange', { ...aim, status: 'DISABLED', reason: 'x' })).toMatchObject({
              code: 'FIELD_NOT_EDITABLE',
            });
          }
          const userId = 'HKXYZ103';
          expect(await desk.submit('submitUserDeletion', { userId, version: 1 })).toMatchObject({
            code: 'USER_NOT_FOUND',
          });
        },
      );

      it('a user who is locked or disabled can be deleted', async () => {
        const who = desk.cast.user();
        await desk.countersigned('submitStatusChange', {
          ...(await desk.aim(who)),
          status: 'DISABLED',
          reason: 'Leaves',
        });
        await desk.countersigned('submitUserDeletion', await desk.aim(who));
        expect(await desk.see(who.userId)).toBeNull();
        expect((await step(stack().client(), 'beginPasswordReset', { userId: who.userId })).__typename).toBe(
          'ProofsOffered',
        );
      });
    });

    describe('requests whose maker may no longer work', () => {
      let otherMaker: ApiClient;
      let executed: string;
      let open: string;
      const subject = () => desk.cast.user();
      const submitBy = async (by: ApiClient, who: Person) =>
        desk.submit('submitProfileChange', { ...(await desk.aim(who)), set: { email: `moved.${who.email}` } }, by);
      const givenUp = async (id: string) => {
        await eventually(async () => (await desk.read(id))?.state === 'CANCELLED', 'the request cancelled');
        const request = await desk.read(id);
        expect(request?.message).toBe(
          `Cancelled because its maker, ${desk.cast.otherMaker.userId}, may no longer work.`,
        );
        expect((await desk.see(request?.target.userId ?? ''))?.openChangeRequest).toBeNull();
      };
      beforeAll(async () => {
        otherMaker = await present(stack(), desk.cast.otherMaker, 'DMS');
        const first = await submitBy(otherMaker, subject());
        const confirm = { requestId: first.id, checkerId: desk.cast.checker.userId, authorisationCode: desk.code };
        const text = `mutation($input: AuthoriseChangeInput!) { authoriseChange(input: $input) { __typename ... on ChangeRequest { state } } }`;
        expect(only(await otherMaker.send(text, { input: confirm }))).toMatchObject({ state: 'EXECUTED' });
        executed = first.id;
      });

      it('disabled by the clearing house: he is out, what he had open is cancelled, what was done stays done', async () => {
        open = (await submitBy(otherMaker, subject())).id;
        const disabling = {
          ...(await desk.aim(desk.cast.otherMaker)),
          status: 'DISABLED',
          reason: 'On his firm’s word',
        };
        await desk.byTheHouse('submitStatusChange', disabling);
        expect(await viewerId(otherMaker)).toBeNull();
        await givenUp(open);
        expect(await desk.read(executed)).toMatchObject({ state: 'EXECUTED', maker: desk.cast.otherMaker.userId });
      });

      it('deleted by the clearing house: the same, and his name stays with what he made', async () => {
        const enabling = { ...(await desk.aim(desk.cast.otherMaker)), status: 'ENABLED', reason: 'Back' };
        await desk.byTheHouse('submitStatusChange', enabling);
        otherMaker = await present(stack(), desk.cast.otherMaker, 'DMS');
        const again = await submitBy(otherMaker, subject());
        await desk.byTheHouse('submitUserDeletion', { ...(await desk.aim(desk.cast.otherMaker)), reason: 'Left' });
        expect(await viewerId(otherMaker)).toBeNull();
        await givenUp(again.id);
        for (const id of [executed, open, again.id])
          expect(await desk.read(id)).toMatchObject({ maker: desk.cast.otherMaker.userId });
        const audit = await auditOfRequest(stack(), again.id);
        expect(audit.map(({ action }) => action)).toEqual(
          expect.arrayContaining(['change.submitted', 'change.cancelled']),
        );
      });
    });
  },
  { among: bothEngines },
);
