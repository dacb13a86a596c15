import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { present } from '../support/cast.ts';
import { only, reject } from '../support/changes.ts';
import { confirm, type Desk, openDesk, type Request } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { bothEngines } from '../support/both-engines.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { lockOut } from '../support/lock-out.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const FORM = `__typename ... on EServiceForm { reference form requestType state filedBy approvedBy dueBy overdue requestId reason details }
  ... on ChangeRefused { code message field }`;
const FILE = `mutation($input: FileEServiceFormInput!) { fileEServiceForm(input: $input) { ${FORM} } }`;
const APPROVE = `mutation($r: ID!, $by: String!) { approveEServiceForm(reference: $r, approvedBy: $by) { ${FORM} } }`;
const WITHDRAW = `mutation($r: ID!, $by: String!) { withdrawEServiceForm(reference: $r, by: $by) { ${FORM} } }`;
const REJECT = `mutation($r: ID!, $why: String!) { rejectEServiceForm(reference: $r, reason: $why) { ${FORM} } }`;
const COMPLETE = `mutation($r: ID!) { completeEServiceForm(reference: $r) { ${FORM} } }`;
const READ = 'query($r: ID!) { eServiceForm(reference: $r) { reference state dueBy overdue requestId reason } }';
const LIST = 'query($f: EServiceFormFilter) { eServiceForms(filter: $f) { nodes { reference state } } }';
const ISSUE = `mutation($name: ID!) { issueServiceAccountToken(name: $name) { __typename ... on ServiceAccountToken { token } } }`;
const REVEAL = `mutation($r: ID!) { revealInitialPin(requestId: $r) { __typename ... on InitialPin { pin userId } } }`;

interface Form {
  readonly __typename: string;
  readonly reference: string;
  readonly state: string;
  readonly code: string;
  readonly dueBy: string | null;
  readonly requestId: string | null;
}

const OK = 'SUBMITTED';
const LATER = 'PHASE_FORBIDS';
const NO_SALES = 'SCARD1_ONLY_PIN_RESET';
const OVER = 'ESERVICE_OBSOLETE';

/** Each request and what becomes of it in PRE_PARALLEL, PARALLEL and END (W20, seed 3.2.3). */
const cells = [
  ['DA3', 'NEW_DA', { userId: 'HKABC3Y1', surname: 'SO', groups: ['DA_MAKER', 'EE'] }, [OK, OK, OK]],
  ['DA3', 'CHANGE_DA', { userId: 'HKABC1X2', surname: 'SO' }, [OK, OK, OK]],
  ['DA3', 'DELETE_DA', { userId: 'HKABC1X2' }, [OK, OK, OK]],
  ['DA3', 'UNLOCK_DA', { userId: 'HKABC1X2' }, [OK, OK, OK]],
  ['DA3', 'RESET_SECOND_FACTOR_DA', { userId: 'HKABC1X2', reason: 'Phone lost' }, [OK, OK, OK]],
  ['DA3', 'ADD_BUSINESS_GROUPS_TO_DA', { userId: 'HKABC1X2', groups: ['COVERED_CALL'] }, [LATER, LATER, OK]],
  ['DA3', 'ADD_DA_GROUPS_TO_USER', { userId: 'HKABC101', groups: ['DA_MAKER', 'EE'] }, [LATER, LATER, OK]],
  ['SCARD1', 'RESET_DA_PIN', { userId: 'HKABC1X2' }, [OK, OK, OVER]],
  ['SCARD1', 'CARD_PURCHASE', { quantity: 2 }, [OK, NO_SALES, OVER]],
  ['SCARD1', 'READER_PURCHASE', { quantity: 1, deliverTo: 'Central' }, [OK, NO_SALES, OVER]],
] as const;

onEveryShape(
  'W20 eService forms DA 3 and SCard 1',
  (stack) => {
    let desk: Desk;
    let connect: ApiClient;

    /** A program of the house as it comes to be: asked for, approved, its token shown once. */
    const account = async (name: string, scope: string): Promise<ApiClient> => {
      const terms = { scopes: [scope], addresses: ['127.0.0.1'], expiresOn: '2027-06-30', reason: 'New portal' };
      const request = await desk.submit(
        'submitServiceAccountChange',
        { name, action: 'CREATE', ...terms },
        desk.operator,
      );
      expect(await desk.approved(request)).toMatchObject({ state: 'EXECUTED' });
      const { token } = only<{ token: string }>(await desk.operator.send(ISSUE, { name }));
      return stack().client().bearing(token);
    };
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
      connect = await account('CLIENT-CONNECT', 'ESERVICES');
    }, 90_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const file = async (input: object) =>
      only<Form>(
        await connect.send(FILE, { input: { participant: 'ABC', form: 'DA3', filedBy: 'Chan Tai Man', ...input } }),
      );
    const agree = async (r: string, by = 'Lee Ka Yan') => only<Form>(await connect.send(APPROVE, { r, by }));
    const withdraw = async (r: string) => only<Form>(await connect.send(WITHDRAW, { r, by: 'Lee Ka Yan' }));
    const approvedForm = async (input: object): Promise<string> => {
      const { reference } = await file(input);
      expect(await agree(reference)).toMatchObject({ state: 'APPROVED_BY_CP' });
      return reference;
    };
    const submit = (reference: string, by = desk.operator) => desk.submit('submitEServiceForm', { reference }, by);
    const read = async (r: string, by = desk.operator) => only<Form>(await by.send(READ, { r }));
    const reaches = (reference: string, state: string) =>
      eventually(async () => (await read(reference)).state === state, `form ${reference} ${state}`);
    /** From Client Connect to the change in force; answers the change request. */
    const through = async (input: object): Promise<Request> => {
      const reference = await approvedForm(input);
      const request = await submit(reference);
      expect(await desk.approved(request)).toMatchObject({ state: 'EXECUTED' });
      await reaches(reference, 'COMPLETED');
      return request;
    };

    describe.each<[Phase, number]>([
      ['PRE_PARALLEL', 0],
      ['PARALLEL', 1],
      ['END', 2],
    ])('%s', (phase, index) => {
      let reference = '';
      let request: Request;
      beforeEach(() => movePhase(stack(), phase));

      it.each(cells)('%s: %s', async (form, requestType, details, outcomes) => {
        const filed = await file({ form, requestType, details });
        expect(filed.__typename === 'EServiceForm' ? filed.state : filed.code).toBe(outcomes[index]);
        if (filed.__typename === 'EServiceForm') await withdraw(filed.reference);
      });

      it('1. a person of the participant drafts DA 3 in Client Connect, corrects it and submits it, without any session here', async () => {
        const { userId } = desk.cast.otherMaker;
        const wanted = { requestType: 'CHANGE_DA', clientReference: `CC-${phase}` };
        const draft = await file({ ...wanted, draft: true, details: { userId, otherNames: 'Typo' } });
        expect(draft).toMatchObject({ state: 'DRAFT' });
        const filed = await file({ ...wanted, reference: draft.reference, details: { userId, otherNames: phase } });
        expect(filed).toMatchObject({ reference: draft.reference, state: 'SUBMITTED', details: { otherNames: phase } });
        expect(filed.reference).toMatch(/^DA3-2026-\d{6}$/);
        // A repeated call of the portal makes no second form, and another form needs a reference of its own.
        expect(await file({ ...wanted, details: { userId, otherNames: phase } })).toMatchObject({
          reference: filed.reference,
        });
        expect(await file({ ...wanted, details: { userId, otherNames: 'Other' } })).toMatchObject({
          code: 'CLIENT_REFERENCE_TAKEN',
        });
        reference = filed.reference;
      });

      it('2. nobody at the clearing house begins before a second person of the participant agreed', async () => {
        expect(await submit(reference)).toMatchObject({ code: 'ESERVICE_STATE_FORBIDS' });
        expect(await agree(reference, ' chan  TAI man')).toMatchObject({
          code: 'MAKER_IS_CHECKER',
          field: 'approvedBy',
        });
        const agreed = await agree(reference);
        expect(agreed).toMatchObject({
          state: 'APPROVED_BY_CP',
          approvedBy: 'Lee Ka Yan',
          dueBy: '2026-11-25T11:00:00.000Z',
        });
      });

      it('3. an operator submits what the form asks for', async () => {
        request = await submit(reference);
        expect(request).toMatchObject({ kind: 'PROFILE_CHANGE', state: 'SUBMITTED', formReference: reference });
        expect(request.after).toEqual({ otherNames: phase });
        await reaches(reference, 'IN_PROCESS');
        expect(await read(reference)).toMatchObject({ requestId: request.id });
        expect(await withdraw(reference)).toMatchObject({ code: 'ESERVICE_STATE_FORBIDS' });
      });

      it('4. an approver agrees: the change is in force, the form completed', async () => {
        expect(await desk.approved(request)).toMatchObject({ state: 'EXECUTED' });
        expect(await desk.see(desk.cast.otherMaker.userId)).toMatchObject({ otherNames: phase });
        await reaches(reference, 'COMPLETED');
        expect(await submit(reference)).toMatchObject({ code: 'ESERVICE_STATE_FORBIDS' });
      });
    });

    describe('PRE_PARALLEL sells cards and readers', () => {
      it('delivered by hand and then completed; no change request comes of it', async () => {
        await movePhase(stack(), 'PRE_PARALLEL');
        const reference = await approvedForm({
          form: 'SCARD1',
          requestType: 'CARD_PURCHASE',
          details: { quantity: 2 },
        });
        expect(await submit(reference)).toMatchObject({ code: 'ESERVICE_BY_HAND' });
        expect(only(await desk.operator.send(COMPLETE, { r: reference }))).toMatchObject({ state: 'COMPLETED' });
      });

      it('one that was not agreed to before the parallel run cannot be any more', async () => {
        await movePhase(stack(), 'PRE_PARALLEL');
        const late = await file({ form: 'SCARD1', requestType: 'READER_PURCHASE', details: { quantity: 1 } });
        await movePhase(stack(), 'PARALLEL');
        expect(await agree(late.reference)).toMatchObject({ code: NO_SALES });
        expect(await withdraw(late.reference)).toMatchObject({ state: 'WITHDRAWN' });
      });
    });

    describe('what each form does', () => {
      it('NEW_DA: another administrator', async () => {
        const details = { userId: 'HKABC3Y2', surname: 'SO', email: 'so@mail.example', groups: ['DA_CHECKER', 'EE'] };
        await through({ requestType: 'NEW_DA', details });
        expect(await desk.see('HKABC3Y2')).toMatchObject({ type: 'DA', email: 'so@mail.example' });
      });

      it('UNLOCK_DA: he need not be able to sign in to be helped', async () => {
        const { otherChecker } = desk.cast;
        await present(stack(), otherChecker, 'DMS');
        await lockOut(stack(), otherChecker, 'DMS');
        const request = await through({ requestType: 'UNLOCK_DA', details: { userId: otherChecker.userId } });
        expect(request).toMatchObject({ kind: 'UNLOCK' });
        expect(await viewerId(await present(stack(), otherChecker, 'DMS'))).toBe(otherChecker.userId);
      });

      it('RESET_DA_PIN on SCard 1: the operator sees the new initial PIN once', async () => {
        const details = { userId: desk.cast.otherChecker.userId };
        const request = await through({ form: 'SCARD1', requestType: 'RESET_DA_PIN', details });
        expect(only(await desk.operator.send(REVEAL, { r: request.id }))).toMatchObject({
          __typename: 'InitialPin',
          ...details,
        });
      });

      it('RESET_SECOND_FACTOR_DA: he begins anew', async () => {
        const { userId } = desk.cast.otherChecker;
        await through({ requestType: 'RESET_SECOND_FACTOR_DA', details: { userId, reason: 'Phone lost' } });
        expect(await desk.see(userId)).toMatchObject({ otpChannel: null });
      });

      it('DELETE_DA: he is gone', async () => {
        const { userId } = desk.cast.otherChecker;
        await through({ requestType: 'DELETE_DA', details: { userId } });
        expect(await desk.see(userId)).toBeNull();
      });

      it('END: groups are added to those that are held, business groups to an administrator, administrator’s groups to a user', async () => {
        await movePhase(stack(), 'END');
        const held = async (userId: string) => (await desk.see(userId))?.groups.map(({ code }) => code) ?? [];
        const [administrator, user] = [desk.cast.otherMaker.userId, desk.cast.user().userId];
        const before = await held(user);
        await through({
          requestType: 'ADD_BUSINESS_GROUPS_TO_DA',
          details: { userId: administrator, groups: ['COVERED_CALL'] },
        });
        await through({ requestType: 'ADD_DA_GROUPS_TO_USER', details: { userId: user, groups: ['DA_MAKER', 'EE'] } });
        expect((await held(administrator)).toSorted()).toEqual(['COVERED_CALL', 'DA_MAKER', 'EE']);
        expect((await held(user)).toSorted()).toEqual([...before, 'DA_MAKER', 'EE'].toSorted());
      });
    });

    describe('forms that do not come to their end', () => {
      const change = () => ({
        requestType: 'CHANGE_DA',
        details: { userId: desk.cast.otherMaker.userId, disableAfter: '2028-06-30' },
      });

      it('the participant takes one back, before and after its second person agreed', async () => {
        for (const reference of [(await file(change())).reference, await approvedForm(change())]) {
          expect(await withdraw(reference)).toMatchObject({ state: 'WITHDRAWN' });
          expect(await agree(reference)).toMatchObject({ code: 'ESERVICE_STATE_FORBIDS' });
          expect(await submit(reference)).toMatchObject({ code: 'ESERVICE_STATE_FORBIDS' });
        }
      });

      it('an operator rejects one with a reason, which Client Connect reads', async () => {
        const reference = await approvedForm(change());
        expect(only(await desk.operator.send(REJECT, { r: reference, why: ' ' }))).toMatchObject({
          code: 'INVALID_INPUT',
        });
        const why = 'The signature is not on file';
        expect(only(await desk.operator.send(REJECT, { r: reference, why }))).toMatchObject({ state: 'REJECTED' });
        expect(await read(reference, connect)).toMatchObject({ state: 'REJECTED', reason: why });
      });

      it('an approver rejects the request on it: the form is handed back, and another request may rest on it', async () => {
        const reference = await approvedForm(change());
        const first = await submit(reference);
        await reaches(reference, 'IN_PROCESS');
        expect(await submit(reference)).toMatchObject({ __typename: 'ChangeRefused' });
        await confirm(stack(), desk.cast.approver, desk.approver);
        expect(await reject(desk.approver, first.id, 'No evidence of identity')).toMatchObject({ state: 'REJECTED' });
        await reaches(reference, 'APPROVED_BY_CP');
        const second = await submit(reference);
        expect(await desk.approved(second)).toMatchObject({ state: 'EXECUTED' });
        await reaches(reference, 'COMPLETED');
      });

      it('END overtakes one for a card: it is obsolete where it stands', async () => {
        const reference = await approvedForm({
          ...{ form: 'SCARD1', requestType: 'RESET_DA_PIN', details: { userId: desk.cast.otherMaker.userId } },
        });
        await movePhase(stack(), 'END');
        expect(await submit(reference)).toMatchObject({ code: OVER });
      });

      it('what a request completes is completed by nobody’s hand', async () => {
        const reference = await approvedForm(change());
        expect(only(await desk.operator.send(COMPLETE, { r: reference }))).toMatchObject({
          code: 'ESERVICE_BY_REQUEST',
        });
      });
    });

    it.each<[string, object, object]>([
      ['a participant that is none', { participant: 'QQQ' }, { code: 'PARTICIPANT_UNKNOWN' }],
      [
        'another participant’s administrator',
        { details: { userId: 'HKXYZ1X1', surname: 'A' } },
        { code: 'USER_NOT_FOUND' },
      ],
      [
        'a user instead of an administrator',
        { details: { userId: 'HKABC102', surname: 'A' } },
        { code: 'USER_NOT_FOUND' },
      ],
      ['nothing to change', { details: { userId: 'HKABC1X2' } }, { code: 'NO_CHANGE' }],
      ['a field the form has not', { details: { userId: 'HKABC1X2', status: 'DISABLED' } }, { code: 'INVALID_INPUT' }],
      ['the other form’s request', { requestType: 'RESET_DA_PIN' }, { code: 'INVALID_INPUT', field: 'requestType' }],
      ['nobody who files', { filedBy: ' ' }, { code: 'INVALID_NAME', field: 'filedBy' }],
    ])('Client Connect is refused a form with %s', async (_what, input, refusal) => {
      const good = { requestType: 'CHANGE_DA', details: { userId: 'HKABC1X2', surname: 'SO' } };
      expect(await file({ ...good, ...input })).toMatchObject({ __typename: 'ChangeRefused', ...refusal });
    });

    it('form DA 3 opens on a date of its own, whatever the phase (A2)', async () => {
      const policy = { key: 'da3OpensOn', reason: 'Circular 2026/12' };
      const shut = await desk.submit('submitPolicyChange', { ...policy, value: '2026-12-14' }, desk.operator);
      expect(await desk.approved(shut)).toMatchObject({ state: 'EXECUTED' });
      const wanted = { requestType: 'UNLOCK_DA', details: { userId: desk.cast.otherMaker.userId } };
      expect(await file(wanted)).toMatchObject({ code: 'ESERVICE_NOT_OPEN' });
      const open = await desk.submit('submitPolicyChange', { ...policy, value: '2023-03-20' }, desk.operator);
      expect(await desk.approved(open)).toMatchObject({ state: 'EXECUTED' });
      await withdraw((await file(wanted)).reference);
    });

    it('who may do what: no administrator files, reads or works on forms; Client Connect decides nothing', async () => {
      const reference = await approvedForm({
        requestType: 'UNLOCK_DA',
        details: { userId: desk.cast.otherMaker.userId },
      });
      expect(await submit(reference, desk.maker)).toMatchObject({ code: 'NOT_PERMITTED' });
      expect(await submit('DA3-2026-999999', desk.maker)).toMatchObject({ code: 'NOT_PERMITTED' });
      expect((await desk.maker.send(READ, { r: reference })).code).toBe('NOT_PERMITTED');
      expect((await desk.maker.send(LIST)).code).toBe('NOT_PERMITTED');
      const input = { participant: 'ABC', form: 'DA3', requestType: 'UNLOCK_DA', filedBy: 'A', details: {} };
      for (const by of [desk.maker, desk.operator]) expect((await by.send(FILE, { input })).code).toBe('FORBIDDEN');
      expect(only(await desk.approver.send(REJECT, { r: reference, why: 'No' }))).toMatchObject({
        code: 'NOT_PERMITTED',
      });
      expect((await connect.send(COMPLETE, { r: reference })).code).toBe('FORBIDDEN');
      const text = 'mutation($input: EServiceFormInput!) { submitEServiceForm(input: $input) { __typename } }';
      expect((await connect.send(text, { input: { reference } })).code).toBe('FORBIDDEN');
      expect((await connect.at('127.0.0.9').send(READ, { r: reference })).code).toBe('UNAUTHENTICATED');
      const reporting = await account('REPORTING', 'REPORTS');
      expect((await reporting.send(READ, { r: reference })).code).toBe('FORBIDDEN');
      expect((await read(reference)).state).toBe('APPROVED_BY_CP');
    });

    it('at any hour: filed on a Saturday night, due at the close of the next business day, late after it', async () => {
      await desk.comeBack('2026-11-28T23:00:00+08:00');
      const reference = await approvedForm({
        requestType: 'UNLOCK_DA',
        details: { userId: desk.cast.otherMaker.userId },
      });
      expect(await read(reference)).toMatchObject({ dueBy: '2026-11-30T11:00:00.000Z', overdue: false });
      await desk.comeBack('2026-11-30T19:00:01+08:00');
      expect(await read(reference)).toMatchObject({ overdue: true });
      const { nodes } = only<{ nodes: readonly Form[] }>(
        await desk.operator.send(LIST, { f: { state: 'APPROVED_BY_CP', dueBefore: '2026-11-30T11:00:01.000Z' } }),
      );
      expect(nodes.map((node) => node.reference)).toContain(reference);
    });
  },
  { among: bothEngines },
);
