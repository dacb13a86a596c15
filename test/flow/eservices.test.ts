import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { approve, type Change, only, readChange, reject } from '../support/changes.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { stepUp } from '../support/person.ts';
import { movePhase } from '../support/phase.ts';
import type { Stack } from '../support/stacks.ts';

const FORM = `__typename ... on EServiceForm { reference form requestType state dueBy overdue requestId }
  ... on ChangeRefused { code message field }`;
const FILE = `mutation($input: FileEServiceFormInput!) { fileEServiceForm(input: $input) { ${FORM} } }`;
const APPROVE = `mutation($r: ID!, $by: String!) { approveEServiceForm(reference: $r, approvedBy: $by) { ${FORM} } }`;
const SUBMIT = `mutation($input: EServiceFormInput!) { submitEServiceForm(input: $input) {
  __typename ... on ChangeRequest { id kind state digest subject formReference } ... on ChangeRefused { code message field } } }`;
const READ = 'query($r: ID!) { eServiceForm(reference: $r) { reference state requestId } }';

interface Form {
  readonly reference: string;
  readonly state: string;
  readonly code?: string;
  readonly dueBy: string | null;
  readonly requestId: string | null;
}

/** Client Connect with a token of its own, as an approved change of service accounts leaves one. */
async function clientConnect(stack: Stack): Promise<ApiClient> {
  const token = `csa_${randomBytes(32).toString('base64url')}`;
  const identity = await stack.tables('identity');
  const digest = createHash('sha256').update(token).digest('base64url');
  const now = Date.parse('2026-11-24T02:00:00Z');
  await identity.change(
    `INSERT INTO service_account (account_id, name, scopes, addresses, expires_on, enabled, issue_armed, token_digest,
      token_issued_at, version, created_at, updated_at) VALUES (?, 'CLIENT-CONNECT', 'ESERVICES', '127.0.0.1 ::1', '2099-12-31', 1, 0, ?, ?, 1, ?, ?)`,
    ['018f0000-0000-7000-8000-0000000000cc', digest, now, now, now],
  );
  return stack.client().bearing(token);
}

onEveryShape('eService forms from the participant to the clearing house and back (W18, W19, W20)', (stack) => {
  let cast: Cast;
  let connect: ApiClient;
  let operator: ApiClient;
  let approver: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    connect = await clientConnect(stack());
    operator = await present(stack(), cast.operator, 'CONSOLE');
    approver = await present(stack(), cast.approver, 'CONSOLE');
  }, 60_000);
  beforeEach(() => movePhase(stack(), 'PARALLEL'));

  const file = async (input: Record<string, unknown>) =>
    only<Form>(
      await connect.send(FILE, { input: { participant: 'ABC', form: 'DA3', filedBy: 'Chan Tai Man', ...input } }),
    );
  const approved = async (input: Record<string, unknown>) => {
    const { reference } = await file(input);
    return only<Form>(await connect.send(APPROVE, { r: reference, by: 'Lee Ka Yan' }));
  };
  const submit = async (reference: string, by = operator) =>
    only<Change & { readonly formReference: string }>(await by.send(SUBMIT, { input: { reference } }));
  const reaches = (reference: string, state: string) =>
    eventually(
      async () => only<Form>(await operator.send(READ, { r: reference })).state === state,
      `form ${reference} ${state}`,
    );

  it('DA 3: the address of an administrator is changed by a form, an operator and an approver', async () => {
    const details = { userId: cast.otherMaker.userId, email: 'a.new.one@mail.example' };
    const form = await approved({ requestType: 'CHANGE_DA', details });
    expect(form).toMatchObject({ state: 'APPROVED_BY_CP', dueBy: '2026-11-25T11:00:00.000Z' });
    const request = await submit(form.reference);
    expect(request).toMatchObject({ kind: 'PROFILE_CHANGE', state: 'SUBMITTED', formReference: form.reference });
    await reaches(form.reference, 'IN_PROCESS');
    expect((await stepUp(stack(), cast.approver, approver)).__typename).toBe('StepUpGranted');
    expect(await approve(approver, request.id, request.digest)).toMatchObject({ state: 'EXECUTED' });
    await reaches(form.reference, 'COMPLETED');
    expect((await readChange(operator, request.id))?.state).toBe('EXECUTED');
  });

  it('DA 3: a rejected request hands the form back, and the next one may be approved', async () => {
    const details = { userId: cast.otherChecker.userId, disableAfter: '2027-06-30' };
    const form = await approved({ requestType: 'CHANGE_DA', details });
    const request = await submit(form.reference);
    expect(request).toMatchObject({ __typename: 'ChangeRequest' });
    await reaches(form.reference, 'IN_PROCESS');
    expect((await stepUp(stack(), cast.approver, approver)).__typename).toBe('StepUpGranted');
    expect(await reject(approver, request.id, 'No evidence of identity')).toMatchObject({ state: 'REJECTED' });
    await reaches(form.reference, 'APPROVED_BY_CP');
  });

  it('SCard 1: PARALLEL takes PIN resets alone, END nothing', async () => {
    const details = { userId: cast.maker.userId };
    expect(await file({ form: 'SCARD1', requestType: 'RESET_DA_PIN', details })).toMatchObject({ state: 'SUBMITTED' });
    const purchase = { form: 'SCARD1', requestType: 'CARD_PURCHASE', details: { quantity: 1 } };
    expect(await file(purchase)).toMatchObject({ code: 'SCARD1_ONLY_PIN_RESET' });
    await movePhase(stack(), 'END');
    for (const input of [purchase, { form: 'SCARD1', requestType: 'RESET_DA_PIN', details }])
      expect(await file(input)).toMatchObject({ code: 'ESERVICE_OBSOLETE' });
  });

  it('SCard 1: PRE_PARALLEL sells cards, delivered and completed by hand', async () => {
    await movePhase(stack(), 'PRE_PARALLEL');
    const form = await approved({ form: 'SCARD1', requestType: 'CARD_PURCHASE', details: { quantity: 2 } });
    expect(await submit(form.reference)).toMatchObject({ code: 'ESERVICE_BY_HAND' });
    const done = `mutation($r: ID!) { completeEServiceForm(reference: $r) { ${FORM} } }`;
    expect(only(await operator.send(done, { r: form.reference }))).toMatchObject({ state: 'COMPLETED' });
  });

  it("no participant's administrator submits a form, nor learns that it is there", async () => {
    const { reference } = await approved({ requestType: 'UNLOCK_DA', details: { userId: cast.maker.userId } });
    const maker = await present(stack(), cast.maker, 'DMS');
    expect(await submit(reference, maker)).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(await submit('DA3-2026-999999', maker)).toMatchObject({ code: 'NOT_PERMITTED' });
  });
});
