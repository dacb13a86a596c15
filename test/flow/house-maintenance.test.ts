import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfRequest } from '../support/audit.ts';
import { present } from '../support/cast.ts';
import { approve, only, reject } from '../support/changes.ts';
import { confirm, type Desk, FORM, openDesk } from '../support/desk.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { lockOut } from '../support/lock-out.ts';
import { type Person, person } from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const SUNDAY_NIGHT = '2026-11-29T23:30:00+08:00';
const FREE = 'query { freeAdministratorIds(participant: "ABC", first: 3) }';
const ACTIONS = `query { reports { houseActions(first: 100, participant: "ABC") { rows { values } } } }`;

interface Action {
  readonly formReference: string;
  readonly subject: string;
  readonly breakGlassReason: string | null;
}

onEveryShape(
  'W18 The clearing house maintains administrators, and in an emergency a user',
  (stack) => {
    let desk: Desk;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
    }, 120_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const actions = async (): Promise<readonly Action[]> => {
      const { houseActions } = only<{ houseActions: { rows: readonly { values: Action }[] } }>(
        await desk.operator.send(ACTIONS),
      );
      return houseActions.rows.map(({ values }) => values);
    };

    describe.each<[Phase, string]>([
      ['PRE_PARALLEL', 'DA3-2026-000101'],
      ['PARALLEL', 'DA3-2026-000102'],
      ['END', 'DA3-2026-000103'],
    ])('%s: the life of an administrator', (phase, formReference) => {
      let who: Person;
      let seat: ApiClient;
      beforeEach(() => movePhase(stack(), phase));
      /** Signing in needs two factors, which before the parallel run nobody has. */
      const signIn = async () => {
        if (phase === 'PRE_PARALLEL') await movePhase(stack(), 'PARALLEL');
        const session = await present(stack(), who, 'DMS');
        await movePhase(stack(), phase);
        return session;
      };

      it('1. the operator asks for a free user ID, and creates on the form; without one nothing is taken', async () => {
        const [userId = ''] = only<readonly string[]>(await desk.operator.send(FREE));
        expect(userId).toMatch(/^HKABC[1-4][XYZ][1-9]$/);
        who = person(userId, `${userId.toLowerCase()}@mail.example`);
        const wanted = { userId, type: 'DA', participant: 'ABC', surname: 'NG', groups: ['DA_CHECKER', 'EE'] };
        const form = { ...wanted, email: who.email };
        expect(await desk.submit('submitUserCreation', form, desk.operator)).toMatchObject({
          code: 'FORM_REFERENCE_REQUIRED',
        });
        const request = await desk.submit('submitUserCreation', { ...form, formReference }, desk.operator);
        expect(request).toMatchObject({ state: 'SUBMITTED', subject: userId, formReference, after: { type: 'DA' } });

        // Neither the operator himself nor a participant's checker decides it.
        expect(await approve(desk.operator, request.id, request.digest)).toMatchObject({ __typename: 'ChangeRefused' });
        expect(await approve(desk.checker, request.id, request.digest)).toMatchObject({ code: 'NOT_A_CHECKER' });
        expect(await desk.approved(request)).toMatchObject({ state: 'EXECUTED' });
        expect(await desk.read(request.id)).toMatchObject({ method: 'SESSION', maker: desk.cast.operator.userId });
        expect(await desk.see(userId)).toMatchObject({ type: 'DA', status: 'ENABLED', createdInPhase: phase });
      });

      it('2. he is told by mail, and works as a checker as soon as he can sign in', async () => {
        expect((await desk.letter(who, 'User profile created')).raw).not.toMatch(/https?:|www\./);
        seat = await signIn();
        const { roles } = only<{ roles: string[] }>(await seat.send('{ viewer { roles } }'));
        expect(roles).toEqual(['DA_CHECKER']);
      });

      it('3. his email and names are changed on a form; old and new address are told (A2)', async () => {
        const before = who.email;
        const email = `${phase.toLowerCase()}.ng@mail.example`;
        const set = { email, otherNames: 'Siu Ming' };
        const aim = await desk.aim(who);
        expect(await desk.submit('submitProfileChange', { ...aim, set })).toMatchObject({ code: 'FIELD_NOT_EDITABLE' });
        await desk.byTheHouse('submitProfileChange', { ...aim, set, formReference });
        expect(await desk.see(who.userId)).toMatchObject({ email, otherNames: 'Siu Ming' });
        for (const address of [before, email])
          await desk.letter({ email: address }, `Registered email changed: ${who.userId}`);
        who = { ...who, email };
      });

      it('4. his role is changed, he is disabled and enabled, each on the form', async () => {
        const changes = [
          ['submitGroupAssignment', { groups: ['DA_MAKER', 'DA_CHECKER', 'EE'] }],
          ['submitStatusChange', { status: 'DISABLED', reason: 'Under review' }],
          ['submitStatusChange', { status: 'ENABLED', reason: 'Reviewed' }],
        ] as const;
        for (const [what, input] of changes) {
          const wanted = { ...(await desk.aim(who)), ...input };
          expect(await desk.submit(what, wanted)).toMatchObject({ __typename: 'ChangeRefused' });
          await desk.byTheHouse(what, { ...wanted, formReference });
          if (what === 'submitStatusChange') expect(await viewerId(seat)).toBeNull();
        }
        seat = await signIn();
        const { roles } = only<{ roles: string[] }>(await seat.send('{ viewer { roles } }'));
        expect(roles.toSorted()).toEqual(['DA_CHECKER', 'DA_MAKER']);
      });

      it('5. he is deleted on the form, and is out at once', async () => {
        const request = await desk.byTheHouse('submitUserDeletion', {
          ...(await desk.aim(who)),
          reason: 'Left',
          formReference,
        });
        expect(request.before).toMatchObject({ userId: who.userId });
        expect(await viewerId(seat)).toBeNull();
        expect(await desk.see(who.userId)).toBeNull();
      });

      it('6. all of it stands under the form’s reference in the clearing house’s report (H9)', async () => {
        const onForm = (await actions()).filter((row) => row.formReference === formReference);
        expect(onForm.map(({ subject }) => subject)).toEqual(Array.from({ length: 6 }, () => who.userId));
      });
    });

    it('its screens have no hours: on a Sunday night an administrator is changed', async () => {
      await desk.comeBack(SUNDAY_NIGHT);
      const { otherChecker } = desk.cast;
      const set = { disableAfter: '2028-12-31' };
      await desk.byTheHouse('submitProfileChange', { ...(await desk.aim(otherChecker)), set });
    }, 30_000);

    it('an approver says no, with a reason that the operator gets by mail', async () => {
      const { otherChecker, operator, approver } = desk.cast;
      const set = { surname: 'SOMEBODY ELSE' };
      const wanted = { ...(await desk.aim(otherChecker)), set, formReference: FORM };
      const request = await desk.submit('submitProfileChange', wanted, desk.operator);
      await confirm(stack(), approver, desk.approver);
      expect(await reject(desk.approver, request.id, 'The form names nobody of that name')).toMatchObject({
        state: 'REJECTED',
      });
      const mail = await desk.letter(operator, 'Change request rejected');
      expect(mail.text).toContain('The form names nobody of that name');
    });

    describe('break-glass: a user, although that is the participant’s own business (A3)', () => {
      const why = 'All administrators of ABC are out of reach';
      const glass = { formReference: 'HOTLINE-778', breakGlassReason: why };
      let who: Person;
      beforeAll(async () => {
        await desk.comeBack('2026-11-30T09:00:00+08:00');
        who = desk.cast.user();
      }, 60_000);

      it.each<Phase>(['PRE_PARALLEL', 'PARALLEL', 'END'])('in %s PHASE_FORBIDS without a reason', async (phase) => {
        await movePhase(stack(), phase);
        const wanted = { ...(await desk.aim(who)), set: { surname: 'TSE' }, formReference: 'HOTLINE-778' };
        expect(await desk.submit('submitProfileChange', wanted, desk.operator)).toMatchObject({
          code: 'PHASE_FORBIDS',
        });
      });

      it('with one the approver reads it before everything else, the audit keeps it, every administrator of the participant is told', async () => {
        const since = stack().mail.letters.length;
        const wanted = { ...(await desk.aim(who)), set: { email: 'rescued@mail.example' }, ...glass };
        const request = await desk.submit('submitProfileChange', wanted, desk.operator);
        expect(request.warnings[0]).toBe(
          `Break-glass: the clearing house acts in place of the participant's administrators. ${why}`,
        );
        expect(request.breakGlassReason).toBe(why);
        expect(await desk.approved(request)).toMatchObject({ state: 'EXECUTED' });
        expect(await desk.see(who.userId)).toMatchObject({ email: 'rescued@mail.example' });
        expect((await auditOfRequest(stack(), request.id)).map(({ action }) => action)).toContain('change.break-glass');
        const { maker, checker, otherMaker, otherChecker } = desk.cast;
        for (const each of [maker, checker, otherMaker, otherChecker]) {
          const told = await desk.letter(each, 'The clearing house changed one of your users', since);
          expect(told.text).toContain(who.userId);
          expect(told.text).not.toContain(why);
        }
        expect((await actions()).filter((row) => row.breakGlassReason !== null)).toMatchObject([
          { subject: who.userId, breakGlassReason: why, formReference: 'HOTLINE-778' },
        ]);
      });

      it('status, groups, deletion, unlock and second factor can be done so, each told to the administrators', async () => {
        const locked = desk.cast.user();
        await present(stack(), locked, 'CCMS');
        await lockOut(stack(), locked, 'CCMS');
        const aim = () => desk.aim(who);
        const deeds = [
          ['submitStatusChange', { ...(await aim()), status: 'DISABLED', reason: 'Said to be stolen' }],
          ['submitUnlock', { userId: locked.userId }],
          ['submitSecondFactorReset', { userId: locked.userId }],
          ['submitGroupAssignment', { ...(await desk.aim(locked)), groups: ['MONEY_SETTLEMENT'] }],
          ['submitUserDeletion', { ...(await desk.aim(desk.cast.user())) }],
        ] as const;
        for (const [what, input] of deeds) {
          const since = stack().mail.letters.length;
          const request = await desk.byTheHouse(what, { ...input, ...glass });
          const told = await desk.letter(desk.cast.maker, 'The clearing house changed one of your users', since);
          expect([what, told.text.includes(request.subject)]).toEqual([what, true]);
        }
      });

      it('for nothing else: no creation, no card, no administrator, and never by a participant', async () => {
        const created = { userId: 'HKABC4G1', participant: 'ABC', surname: 'YIP', email: 'y@mail.example', groups: [] };
        const card = { userId: desk.cast.user().userId };
        const administrator = { ...(await desk.aim(desk.cast.otherMaker)), set: { surname: 'YIP' } };
        for (const [what, input] of [
          ['submitUserCreation', created],
          ['submitSmartcardPinReset', card],
          ['submitProfileChange', administrator],
        ] as const)
          expect(await desk.submit(what, { ...input, ...glass }, desk.operator)).toMatchObject({
            ...{ code: 'INVALID_INPUT', field: 'breakGlassReason' },
          });
        const own = { ...(await desk.aim(desk.cast.user())), set: { surname: 'YIP' } };
        expect(await desk.submit('submitProfileChange', { ...own, breakGlassReason: why })).toMatchObject({
          code: 'INVALID_INPUT',
        });
        expect(await desk.submit('submitProfileChange', { ...own, formReference: FORM })).toMatchObject({
          code: 'INVALID_INPUT',
        });
        const formless = { ...own, breakGlassReason: why };
        expect(await desk.submit('submitProfileChange', formless, desk.operator)).toMatchObject({
          code: 'FORM_REFERENCE_REQUIRED',
        });
      });
    });
  },
  { among: ['embedded', 'four-process'] },
);
