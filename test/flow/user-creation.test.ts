import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Desk, FORM, openDesk } from '../support/desk.ts';
import { bothEngines } from '../support/both-engines.ts';
import { onEveryShape } from '../support/every-shape.ts';
import {
  choosePassword,
  enterPassword,
  PASSWORD,
  type Person,
  person,
  registerDevice,
  signedIn,
} from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const VIEWER = '{ viewer { userId application functions participant { code } roles } }';

const someone = (userId: string): Person => person(userId, `${userId.toLowerCase()}@mail.example`);
const formOf = ({ userId, email }: Pick<Person, 'userId' | 'email'>) => ({
  ...{ userId, surname: 'CHEUNG', otherNames: 'Ka Ho', email },
  groups: ['COLLATERAL_ENQUIRY'],
});

onEveryShape(
  'W6 Create user',
  (stack) => {
    let desk: Desk;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
    }, 90_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const create = (input: object, by?: ApiClient) => desk.submit('submitUserCreation', input, by);

    describe('PRE_PARALLEL: the clearing house creates, on a form (W18)', () => {
      beforeEach(() => movePhase(stack(), 'PRE_PARALLEL'));

      it('the pair of administrators is refused and told who does it', async () => {
        const refused = await create(formOf(someone('HKABC4A1')));
        expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'PHASE_FORBIDS' });
        expect(refused.message).toContain('the clearing house');
      });

      it('an operator names participant and form, an approver agrees; the profile may have a card and needs no email', async () => {
        const { email: _none, ...form } = formOf(someone('HKABC4A1'));
        const card = { srn: 'SC70009999', certificateExpiry: '2029-06-30' };
        const wanted = { ...form, ...card, participant: 'ABC' };
        expect(await create(form, desk.operator)).toMatchObject({ code: 'INVALID_INPUT', field: 'participant' });
        expect(await create(wanted, desk.operator)).toMatchObject({ code: 'FORM_REFERENCE_REQUIRED' });
        const request = await desk.byTheHouse('submitUserCreation', wanted);
        expect(request).toMatchObject({ kind: 'USER_CREATION', subject: 'HKABC4A1', formReference: FORM, before: {} });
        expect(await desk.see('HKABC4A1')).toMatchObject({
          ...{ status: 'ENABLED', type: 'USER', email: null, srn: 'SC70009999', smartcardAllowed: true },
          ...{ createdInPhase: 'PRE_PARALLEL', participant: { code: 'ABC' } },
        });
      });

      it('a new user who has an address is told to use the smartcard', async () => {
        const who = someone('HKABC4A2');
        await desk.byTheHouse('submitUserCreation', { ...formOf(who), participant: 'ABC' });
        const notice = await desk.letter(who, 'User profile created');
        expect(notice.text).toContain(who.userId);
        expect(notice.text).toContain('smartcard');
        expect(notice.raw).not.toMatch(/https?:|www\./);
      });
    });

    describe.each<[Phase, Person]>([
      ['PARALLEL', someone('HKABC4B1')],
      ['END', someone('HKABC4B2')],
    ])('%s: the pair of administrators creates', (phase, who) => {
      let requestId = '';
      let client: ApiClient;
      beforeEach(() => movePhase(stack(), phase));

      it('the clearing house no longer does', async () => {
        const wanted = { ...formOf(who), participant: 'ABC', formReference: FORM };
        expect(await create(wanted, desk.operator)).toMatchObject({ code: 'PHASE_FORBIDS' });
      });

      it('1. the maker types ID, names, email, groups and dates: the screen shows the whole profile, and nobody is there yet', async () => {
        const dates = { enableFrom: '2026-11-01', disableAfter: '2029-12-31', clearingHouseOptions: 'DERIVATIVES' };
        // Typed as people type; stored in its one form (domain 3.2.2).
        const request = await create({ ...formOf(who), userId: ` ${who.userId.toLowerCase()} `, ...dates });
        expect(request).toMatchObject({
          __typename: 'ChangeRequest',
          state: 'SUBMITTED',
          subject: who.userId,
          before: {},
        });
        expect(request.after).toMatchObject({ ...formOf(who), ...dates, status: 'ENABLED' });
        expect(await desk.see(who.userId)).toBeNull();
        requestId = request.id;
      });

      it('2. another maker hears that this ID is being created, by whom and since when', async () => {
        const refused = await create(formOf(who));
        expect(refused).toMatchObject({ code: 'REQUEST_ALREADY_OPEN' });
        expect(refused.message).toMatch(new RegExp(`${desk.cast.maker.userId} .*${who.userId} since .* HKT`));
      });

      it('3. the checker enters ID and code on the same screen; the profile is there, without a password, for two factors only', async () => {
        expect(await desk.authorised(requestId)).toMatchObject({
          ...{ state: 'EXECUTED', message: 'The above user profile is created successfully' },
        });
        expect(await desk.see(who.userId)).toMatchObject({
          ...{ status: 'ENABLED', version: 1, email: who.email, smartcardAllowed: false, srn: null },
          ...{ createdInPhase: phase, otpChannel: null, groups: [{ code: 'COLLATERAL_ENQUIRY' }] },
        });
        const guess = await enterPassword(stack().client(), { ...who, password: PASSWORD }, 'CCMS');
        expect(guess).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
      });

      it('4. the user is told by mail: his user ID and how to begin, no link', async () => {
        const notice = await desk.letter(who, 'User profile created');
        expect(notice.text).toContain(who.userId);
        expect(notice.text).toContain('Forgot/Reset your Password');
        expect(notice.raw).not.toMatch(/https?:|www\./);
      });

      it('5. he resets the password by a mailed code, registers a device, and is home in CCMS (W12)', async () => {
        client = stack().client();
        expect(await choosePassword(stack(), who, PASSWORD, client)).toMatchObject({ __typename: 'PasswordChanged' });
        const done = await registerDevice(stack(), who, 'CCMS', client);
        expect(done).toMatchObject({ __typename: 'SignedIn', session: { application: 'CCMS' } });
        client = signedIn(client, done);
        const { viewer } = (await client.send(VIEWER)).data as { viewer: Record<string, unknown> };
        expect(viewer).toMatchObject({
          ...{ userId: who.userId, application: 'CCMS', participant: { code: 'ABC' }, roles: ['BUSINESS_USER'] },
        });
        expect(viewer['functions']).toContain('Enquire Collateral Balance');
        expect(await desk.see(who.userId)).toMatchObject({ otpChannel: 'APP' });
      });

      it('6. he gets no smartcard any more', async () => {
        const asked = { userId: who.userId, reason: 'Would like a card' };
        expect(await desk.submit('submitSmartcardPinReset', asked)).toMatchObject({
          code: phase === 'END' ? 'PHASE_FORBIDS' : 'SMARTCARD_NOT_ALLOWED',
        });
        for (const card of [{ srn: 'SC70001234' }, { certificateExpiry: '2029-06-30' }])
          expect(await create({ ...formOf(someone('HKABC4B9')), ...card })).toMatchObject({
            code: 'SMARTCARD_NOT_ALLOWED',
          });
      });

      it('7. deleted and created again, the ID is another person: no session, password, device or group is inherited (3.2.8)', async () => {
        const mails = stack().mail.letters.length;
        await desk.countersigned('submitUserDeletion', await desk.aim(who));
        expect(await viewerId(client)).toBeNull();
        await desk.countersigned('submitUserCreation', { ...formOf(who), groups: ['MONEY_SETTLEMENT'] });
        expect(await desk.see(who.userId)).toMatchObject({
          ...{ version: 1, otpChannel: null, groups: [{ code: 'MONEY_SETTLEMENT' }], openChangeRequest: null },
        });
        expect(await viewerId(client)).toBeNull();
        const old = await enterPassword(stack().client(), who, 'CCMS');
        expect(old).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
        await desk.letter(who, 'User profile created', mails);

        // Past the cool-down between two codes to one user (O4).
        stack().clock.advance({ minutes: 2 });
        const again = person(who.userId, who.email);
        expect(await choosePassword(stack(), again, 'violet-harbour-seven-lamp')).toMatchObject({
          __typename: 'PasswordChanged',
        });
        const offered = await enterPassword(stack().client(), again, 'CCMS');
        expect(offered).toMatchObject({ __typename: 'DeviceRegistrationOffered' });
      });

      it('a user may be created without any group, after a warning', async () => {
        const userId = phase === 'END' ? 'HKABC4C2' : 'HKABC4C1';
        const request = await desk.countersigned('submitUserCreation', { ...formOf(someone(userId)), groups: [] });
        expect(request.warnings.join(' ')).toContain(`${userId} would hold no business group`);
      });
    });

    describe('what is refused, each with its code and field', () => {
      const good = formOf(someone('HKABC4D1'));
      const taken = () => ({ ...good, userId: desk.cast.maker.userId.replace('1X1', '101') });

      it.each<[string, () => object, object]>([
        ['an ID in use', taken, { code: 'USER_ID_TAKEN', field: 'userId' }],
        ['no email', () => ({ ...good, email: null }), { code: 'EMAIL_REQUIRED', field: 'email' }],
        ['a blank email', () => ({ ...good, email: '' }), { code: 'EMAIL_REQUIRED', field: 'email' }],
        ['two addresses', () => ({ ...good, email: 'a@firm.example,b@firm.example' }), { code: 'INVALID_EMAIL' }],
        ['no surname', () => ({ ...good, surname: '  ' }), { code: 'INVALID_NAME', field: 'surname' }],
        [
          'dates the wrong way round',
          () => ({ ...good, enableFrom: '2027-02-01', disableAfter: '2027-01-31' }),
          { code: 'INVALID_DATE' },
        ],
        [
          'a group of administrators',
          () => ({ ...good, groups: ['DA_MAKER'] }),
          { code: 'GROUP_NOT_ASSIGNABLE', field: 'groups' },
        ],
        ['an access level', () => ({ ...good, groups: ['EE'] }), { code: 'GROUP_NOT_ASSIGNABLE' }],
        ['a group of the house', () => ({ ...good, groups: ['HKEX_OPERATOR'] }), { code: 'GROUP_NOT_ASSIGNABLE' }],
        [
          'a group that is none',
          () => ({ ...good, groups: ['CASH_KING'] }),
          { code: 'GROUP_UNKNOWN', field: 'groups' },
        ],
        [
          'an administrator',
          () => ({ ...good, userId: 'HKABC4Z8', type: 'DA', groups: ['DA_MAKER'] }),
          { code: 'FIELD_NOT_EDITABLE', field: 'type' },
        ],
        ['a profile of the house', () => ({ ...good, type: 'HKEX' }), { code: 'INVALID_OPTION', field: 'type' }],
        [
          'another participant',
          () => ({ ...good, participant: 'XYZ' }),
          { code: 'INVALID_INPUT', field: 'participant' },
        ],
        [
          'a form reference',
          () => ({ ...good, formReference: FORM }),
          { code: 'INVALID_INPUT', field: 'formReference' },
        ],
      ])('%s', async (_what, input, refusal) => {
        expect(await create(input())).toMatchObject({ __typename: 'ChangeRefused', ...refusal });
        expect(await desk.see('HKABC4D1')).toBeNull();
      });

      it.each([
        ['of another participant, though it is in use there', 'HKXYZ101', 'USER_ID_FORMAT'],
        ['of the former terminal', 'B0123499', 'USER_ID_FORMAT'],
        ['with a first digit above 4', 'HKABC5AA', 'USER_ID_FORMAT'],
        ['with one character behind the digit', 'HKABC4A', 'USER_ID_FORMAT'],
        ['with three characters behind the digit', 'HKABC4AAA', 'USER_ID_FORMAT'],
        ['with the letter first, which is an administrator’s at SEOCH only', 'HKABCX1A', 'USER_ID_FORMAT'],
        ['with a hyphen', 'HKABC4-A', 'USER_ID_FORMAT'],
        ['with a look-alike of another alphabet', 'HКABC4AA', 'USER_ID_FORMAT'],
        ['with digits of another script', 'HKABC４AA', 'USER_ID_FORMAT'],
        ['as administrators have them', 'HKABC1X1', 'USER_ID_RESERVED_FOR_DA'],
        ['as administrators have them, though nobody has it', 'HKABC4Z9', 'USER_ID_RESERVED_FOR_DA'],
      ])('a user ID %s', async (_what, userId, code) => {
        expect(await create({ ...good, userId })).toMatchObject({ code, field: 'userId' });
      });

      it.each(['HKABC4X0', 'HKABC4XX', 'HKABC4W1'])('but %s is a user’s, beside the reserved 108', async (userId) => {
        const request = await create({ ...formOf(someone(userId)) });
        expect(request).toMatchObject({ __typename: 'ChangeRequest', subject: userId });
      });

      it('outside function hours, at the opening of which the same is taken', async () => {
        await desk.comeBack('2026-11-24T18:58:00+08:00');
        stack().clock.set('2026-11-24T19:00:00+08:00');
        const refused = await create(good);
        expect(refused).toMatchObject({ code: 'OUTSIDE_FUNCTION_HOURS', nextOpening: '2026-11-24T23:00:00.000Z' });
        await desk.comeBack('2026-11-25T07:00:00+08:00');
        expect(await create(good)).toMatchObject({ state: 'SUBMITTED' });
      });
    });
  },
  { among: bothEngines },
);
