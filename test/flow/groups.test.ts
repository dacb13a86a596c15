import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, present } from '../support/cast.ts';
import { approve, authorise, cancel, only } from '../support/changes.ts';
import { confirm, type Desk, FORM, openDesk } from '../support/desk.ts';
import { bothEngines } from '../support/both-engines.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { logIn, type Person } from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const phases: readonly Phase[] = ['PRE_PARALLEL', 'PARALLEL', 'END'];
const VIEWER = '{ viewer { functions roles } }';
const YES = 'SUBMITTED';

interface Rights {
  readonly functions: readonly string[];
  readonly roles: readonly string[];
}

/** Who, whose profile, which group; then what becomes of it in PRE_PARALLEL, PARALLEL and END (Table 1, W9). */
const cells = [
  ['the pair', 'a user', 'COVERED_CALL', [YES, YES, YES]],
  ['the house', 'a user', 'COVERED_CALL', ['PHASE_FORBIDS', 'PHASE_FORBIDS', 'PHASE_FORBIDS']],
  ['the pair', 'a user', 'DA_MAKER', ['GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE']],
  ['the pair', 'a user', 'EE', ['GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE']],
  ['the house', 'a user', 'DA_MAKER', ['PHASE_FORBIDS', 'PHASE_FORBIDS', YES]],
  ['the pair', 'an administrator', 'COVERED_CALL', ['PHASE_FORBIDS', 'PHASE_FORBIDS', YES]],
  ['the house', 'an administrator', 'COVERED_CALL', ['PHASE_FORBIDS', 'PHASE_FORBIDS', YES]],
  [
    'the pair',
    'an administrator',
    'DA_CHECKER',
    ['GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE'],
  ],
  ['the house', 'an administrator', 'DA_CHECKER', [YES, YES, YES]],
  ['the pair', 'a user', 'HKEX_OPERATOR', ['GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE']],
  [
    'the house',
    'an administrator',
    'HKEX_OPERATOR',
    ['GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE', 'GROUP_NOT_ASSIGNABLE'],
  ],
] as const;

onEveryShape(
  'W9 Group maintenance',
  (stack) => {
    let desk: Desk;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
    }, 90_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const groupsOf = async ({ userId }: Pick<Person, 'userId'>) =>
      (await desk.see(userId, desk.operator))?.groups.map(({ code }) => code) ?? [];
    const assign = async (who: Pick<Person, 'userId'>, groups: readonly string[], by?: ApiClient) => {
      const form = by === desk.operator ? { formReference: FORM } : {};
      return desk.submit('submitGroupAssignment', { ...(await desk.aim(who)), groups, ...form }, by);
    };
    const give = async (who: Pick<Person, 'userId'>, group: string, by?: ApiClient) =>
      assign(who, [...(await groupsOf(who)), group], by);
    const take = async (who: Pick<Person, 'userId'>, group: string, by?: ApiClient) =>
      assign(
        who,
        (await groupsOf(who)).filter((code) => code !== group),
        by,
      );
    const rights = async (session: ApiClient) => only<Rights>(await session.send(VIEWER));

    describe.each(phases.map((phase, index) => ({ phase, index })))('$phase, cell by cell', ({ phase, index }) => {
      let user: Person;
      beforeAll(() => {
        user = desk.cast.user();
      });

      it.each(cells)('%s gives %s %s', async (by, whom, group, outcomes) => {
        await movePhase(stack(), phase);
        const target = whom === 'a user' ? user : desk.cast.otherMaker;
        const session = by === 'the pair' ? desk.maker : desk.operator;
        const answer = await give(target, group, session);
        expect(answer.__typename === 'ChangeRequest' ? answer.state : answer.code).toBe(outcomes[index]);
        if (answer.__typename === 'ChangeRequest') await cancel(session, answer.id);
        else expect(answer.field === 'groups' || answer.code === 'PHASE_FORBIDS').toBe(true);
      });

      it('taking obeys the same cells as giving', async () => {
        await movePhase(stack(), phase);
        expect(await take(desk.cast.otherMaker, 'EE')).toMatchObject({ code: 'GROUP_NOT_ASSIGNABLE' });
        const byTheHouse = await take(desk.cast.otherMaker, 'EE', desk.operator);
        expect(byTheHouse).toMatchObject({ state: 'SUBMITTED' });
        await cancel(desk.operator, byTheHouse.id);
      });

      it('the pair gives and takes a user’s business groups: his session ends, and the next has exactly what he holds', async () => {
        const who = desk.cast.user();
        const signedInAs = async () => {
          await movePhase(stack(), 'PARALLEL');
          const session = await present(stack(), who, 'CCMS');
          await movePhase(stack(), phase);
          return session;
        };
        await desk.countersigned('submitGroupAssignment', { ...(await desk.aim(who)), groups: ['MONEY_SETTLEMENT'] });
        const first = await signedInAs();
        const request = await give(who, 'COVERED_CALL');
        expect(request.before).toEqual({ groups: ['MONEY_SETTLEMENT'] });
        expect(request.after).toEqual({ groups: ['COVERED_CALL', 'MONEY_SETTLEMENT'] });
        expect((await rights(first)).functions).not.toContain('Lodge Specific Cover');
        expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED' });
        expect(await viewerId(first)).toBeNull();
        const second = await signedInAs();
        expect((await rights(second)).functions).toContain('Lodge Specific Cover');
        const taking = await take(who, 'COVERED_CALL');
        expect(await desk.authorised(taking.id)).toMatchObject({ state: 'EXECUTED' });
        expect(await viewerId(second)).toBeNull();
        expect((await rights(await signedInAs())).functions).not.toContain('Lodge Specific Cover');
        await desk.letter(who, 'User groups changed');
      });
    });

    describe('END: an administrator’s business groups', () => {
      beforeEach(() => movePhase(stack(), 'END'));

      it('a maker gives himself business groups, and is flagged to the checker as maker and target', async () => {
        const { maker } = desk.cast;
        const request = await give(maker, 'REPORT_DOWNLOAD');
        expect(request.warnings).toEqual([
          `${maker.userId} is the maker of this change and the one whose groups change.`,
        ]);
        expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED', warnings: request.warnings });
        expect(await viewerId(desk.maker)).toBeNull();
        desk.maker = await present(stack(), maker, 'DMS');
        expect((await rights(desk.maker)).functions).toContain('Download Collateral Reports');
        expect((await groupsOf(maker)).toSorted()).toEqual(['DA_MAKER', 'EE', 'REPORT_DOWNLOAD']);
      });

      it('and nothing else of himself: no role, no access level, not even together with a business group', async () => {
        const { maker } = desk.cast;
        expect(await give(maker, 'DA_CHECKER')).toMatchObject({ code: 'GROUP_NOT_ASSIGNABLE' });
        expect(await take(maker, 'EE')).toMatchObject({ code: 'GROUP_NOT_ASSIGNABLE' });
        expect(await assign(maker, ['DA_MAKER', 'EE', 'DA_CHECKER', 'COVERED_CALL'])).toMatchObject({
          code: 'GROUP_NOT_ASSIGNABLE',
        });
      });

      it('the checker never countersigns his own: another checker does', async () => {
        const { checker, otherChecker } = desk.cast;
        const request = await give(checker, 'MONEY_SETTLEMENT');
        expect(await desk.authorised(request.id)).toMatchObject({ code: 'CHECKER_IS_TARGET' });
        await confirm(stack(), checker, desk.checker);
        expect(await approve(desk.checker, request.id, request.digest)).toMatchObject({ code: 'CHECKER_IS_TARGET' });
        expect(await desk.read(request.id)).toMatchObject({ state: 'SUBMITTED' });
        const session = await present(stack(), otherChecker, 'DMS');
        await confirm(stack(), otherChecker, session);
        expect(await approve(session, request.id, request.digest)).toMatchObject({ state: 'EXECUTED' });
      });

      it('whoever holds both is reported to the clearing house (H8)', async () => {
        const text = '{ reports { segregation(first: 100, participant: "ABC") { rows { values } } } }';
        const { segregation } = only<{ segregation: { rows: readonly { values: { userId: string } }[] } }>(
          await desk.operator.send(text),
        );
        expect(segregation.rows.map(({ values }) => values.userId).toSorted()).toEqual([
          desk.cast.maker.userId,
          desk.cast.checker.userId,
        ]);
      });
    });

    describe('END: the clearing house makes a user an administrator', () => {
      it('on a form; from then on his one ID opens DMS as well, and he may make changes', async () => {
        const who = desk.cast.user();
        await present(stack(), who, 'CCMS');
        await movePhase(stack(), 'END');
        expect(await logIn(stack(), who, 'DMS')).toMatchObject({ __typename: 'FlowRefused', code: 'NOT_ENTITLED' });
        const groups = [...(await groupsOf(who)), 'DA_MAKER', 'EE'];
        await desk.byTheHouse('submitGroupAssignment', { ...(await desk.aim(who)), groups });
        const session = await present(stack(), who, 'DMS');
        expect((await rights(session)).roles).toEqual(expect.arrayContaining(['BUSINESS_USER', 'DA_MAKER']));
        const target = desk.cast.user();
        const set = { surname: 'AU YEUNG' };
        const request = await desk.submit('submitProfileChange', { ...(await desk.aim(target)), set }, session);
        const given = { requestId: request.id, checkerId: desk.cast.checker.userId, authorisationCode: desk.code };
        expect(await authorise(session, given)).toMatchObject({ state: 'EXECUTED', maker: who.userId });
      });
    });

    describe('roles that the clearing house takes', () => {
      it('a checker who becomes a maker loses his code at once, wherever it is typed', async () => {
        const { otherChecker } = desk.cast;
        const code = await authorisationCodeOf(stack(), otherChecker);
        const who = desk.cast.user();
        const request = await desk.submit('submitProfileChange', { ...(await desk.aim(who)), set: { surname: 'LAU' } });
        const groups = ['DA_MAKER', 'EE'];
        await desk.byTheHouse('submitGroupAssignment', { ...(await desk.aim(otherChecker)), groups });
        const typed = { requestId: request.id, checkerId: otherChecker.userId, authorisationCode: code };
        expect(await authorise(desk.maker, typed)).toMatchObject({ code: 'AUTHORISATION_FAILED' });
        expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED' });
      });

      it('a warning says when a participant would be left without a maker', async () => {
        const second = { userId: 'HKXYZ1X2' };
        const disabling = { ...(await desk.aim(second)), status: 'DISABLED', reason: 'Left' };
        expect((await desk.byTheHouse('submitStatusChange', disabling)).warnings).toEqual([]);
        const request = await assign(desk.cast.foreignMaker, ['DA_CHECKER', 'EE'], desk.operator);
        expect(request.warnings).toEqual(['XYZ would be left without a usable DA Maker.']);
        await cancel(desk.operator, request.id);
      });

      it('an administrator keeps one role: whoever shall keep none is deleted', async () => {
        const answer = await assign(desk.cast.otherMaker, ['EE'], desk.operator);
        expect(answer).toMatchObject({ code: 'GROUP_NOT_ASSIGNABLE', field: 'groups' });
      });
    });

    it('what is refused in every phase', async () => {
      const who = desk.cast.user();
      const held = await groupsOf(who);
      expect(await assign(who, held)).toMatchObject({ code: 'NO_CHANGE' });
      expect(await assign(who, ['CASH_KING'])).toMatchObject({ code: 'GROUP_UNKNOWN', field: 'groups' });
      const { userId, version } = await desk.aim(who);
      expect(await desk.submit('submitGroupAssignment', { userId, version: version + 1, groups: [] })).toMatchObject({
        code: 'PROFILE_STALE',
      });
      expect(await desk.submit('submitGroupAssignment', { userId: 'HKXYZ103', version: 1, groups: [] })).toMatchObject({
        code: 'USER_NOT_FOUND',
      });
      expect(await viewerId(desk.maker)).toBe(desk.cast.maker.userId);
    });
  },
  { among: bothEngines },
);
