import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { approve, authorise, type Change, only, readChange } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { stepUp } from '../support/person.ts';
import { viewerId } from '../support/profiles.ts';
import { movePhase, type Phase } from '../support/phase.ts';

const kinds = {
  submitUserCreation: 'UserCreationInput',
  submitUserDeletion: 'UserDeletionInput',
  submitStatusChange: 'StatusChangeInput',
  submitGroupAssignment: 'GroupAssignmentInput',
} as const;
const SHOWN =
  '__typename ... on ChangeRequest { id kind state subject before after warnings digest message } ... on ChangeRefused { code message field }';
const PROFILE =
  'query($u: ID!) { userProfile(userId: $u) { userId status version email groups { code } smartcardAllowed } }';
const EMERGENCY =
  'mutation($u: ID!) { emergencyDisable(userId: $u, reason: "Left at noon") { __typename ... on UserProfile { status version } ... on ChangeRefused { code } } }';

interface Shown {
  readonly status: string;
  readonly version: number;
  readonly groups: readonly { readonly code: string }[];
  readonly smartcardAllowed: boolean;
}

onEveryShape('A user from creation to deletion (W6, W8, W9)', (stack) => {
  let cast: Cast;
  let maker: ApiClient;
  let checker: ApiClient;
  let code: string;
  beforeAll(async () => {
    cast = await openCast(stack());
    code = await authorisationCodeOf(stack(), cast.checker);
    maker = await present(stack(), cast.maker, 'DMS');
    checker = await present(stack(), cast.checker, 'DMS');
  }, 60_000);
  beforeEach(async () => {
    await movePhase(stack(), 'PARALLEL');
  });

  const submit = async (mutation: keyof typeof kinds, input: Record<string, unknown>, by = maker): Promise<Change> =>
    only<Change>(
      await by.send(`mutation($input: ${kinds[mutation]}!) { ${mutation}(input: $input) { ${SHOWN} } }`, { input }),
    );
  const countersigned = async (mutation: keyof typeof kinds, input: Record<string, unknown>): Promise<Change> => {
    const request = await submit(mutation, input);
    expect(request).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED' });
    const { id: requestId } = request;
    const decided = await authorise(maker, { requestId, checkerId: cast.checker.userId, authorisationCode: code });
    expect(decided).toMatchObject({ state: 'EXECUTED', checker: cast.checker.userId });
    return request;
  };
  const shown = async (userId: string, by = maker) =>
    ((await by.send(PROFILE, { u: userId })).data as { userProfile: Shown | null }).userProfile;
  const newUser = (userId: string) => ({
    ...{ userId, surname: 'CHEUNG', otherNames: 'Ka Ho', groups: ['COLLATERAL_ENQUIRY'] },
    email: `${userId.toLowerCase()}@mail.example`,
  });

  it.each<[Phase, string]>([
    ['PARALLEL', 'HKABC4Q1'],
    ['END', 'HKABC4Q2'],
  ])(
    'in %s the pair creates, gives groups, disables, enables and deletes, and the ID may live again',
    async (phase, userId) => {
      await movePhase(stack(), phase);
      expect((await countersigned('submitUserCreation', newUser(userId))).after).toMatchObject({
        userId,
        status: 'ENABLED',
      });
      expect(await shown(userId)).toMatchObject({ status: 'ENABLED', version: 1, smartcardAllowed: false });

      const groups = ['COVERED_CALL', 'MONEY_SETTLEMENT'];
      await countersigned('submitGroupAssignment', { userId, version: 1, groups });
      expect((await shown(userId))?.groups.map((group) => group.code).toSorted()).toEqual(groups);

      await countersigned('submitStatusChange', { userId, version: 2, status: 'DISABLED', reason: 'Long leave' });
      expect(await shown(userId)).toMatchObject({ status: 'DISABLED' });
      await countersigned('submitStatusChange', { userId, version: 3, status: 'ENABLED' });

      const deletion = await countersigned('submitUserDeletion', { userId, version: 4, reason: 'Left the firm' });
      expect(deletion.before).toMatchObject({ userId, groups: expect.arrayContaining(groups) });
      expect(await shown(userId)).toBeNull();
      expect(await submit('submitStatusChange', { userId, version: 5, status: 'ENABLED' })).toMatchObject({
        code: 'USER_NOT_FOUND',
      });

      await countersigned('submitUserCreation', newUser(userId));
      expect(await shown(userId)).toMatchObject({ version: 1, groups: [{ code: 'COLLATERAL_ENQUIRY' }] });
    },
  );

  it('in PRE_PARALLEL creation is the clearing house’s, everything else the pair’s', async () => {
    await movePhase(stack(), 'PRE_PARALLEL');
    expect(await submit('submitUserCreation', newUser('HKABC4Q3'))).toMatchObject({ code: 'PHASE_FORBIDS' });
    const { userId } = cast.user();
    const before = await shown(userId);
    await countersigned('submitStatusChange', { userId, version: before?.version, status: 'DISABLED' });
    await countersigned('submitUserDeletion', { userId, version: (before?.version ?? 0) + 1 });
    expect(await shown(userId)).toBeNull();
  });

  it('one administrator disables at any hour; the session ends at once and the open change is stale', async () => {
    const who = cast.user();
    const session = await present(stack(), who, 'CCMS');
    const seen = await shown(who.userId);
    const waiting = await submit('submitGroupAssignment', { userId: who.userId, version: seen?.version, groups: [] });
    await stack().clock.set(new Date('2026-11-24T19:30:00+08:00'));
    checker = await present(stack(), cast.checker, 'DMS');
    expect(only(await checker.send(EMERGENCY, { u: who.userId }))).toMatchObject({
      ...{ __typename: 'UserProfile', status: 'DISABLED' },
    });
    expect(await viewerId(session)).toBeNull();
    expect(only(await checker.send(EMERGENCY, { u: who.userId }))).toMatchObject({ code: 'NO_CHANGE' });

    await stack().clock.set(new Date('2026-11-25T10:00:00+08:00'));
    maker = await present(stack(), cast.maker, 'DMS');
    const { id: requestId } = waiting;
    await authorise(maker, { requestId, checkerId: cast.checker.userId, authorisationCode: code });
    expect(await readChange(maker, requestId)).toMatchObject({ state: 'STALE' });
  });

  it('from END on an administrator’s two IDs become one: advice, groups, and the deletion of the user ID (W22)', async () => {
    await movePhase(stack(), 'END');
    const [administrator, { userId }] = [cast.otherMaker.userId, cast.user()];
    const identity = await stack().tables('identity');
    const groups = ' COVERED_CALL REPORT_DOWNLOAD ';
    await identity.change(
      `UPDATE user_profile SET group_codes = ?, email = 'twin@mail.example', mailbox_key = 'twin@mail.example', surname = 'TWIN', other_names = '' WHERE user_id = ?`,
      [groups, userId],
    );
    await identity.change(
      `UPDATE user_profile SET email = 'twin@mail.example', mailbox_key = 'twin@mail.example', surname = 'Twin', other_names = '' WHERE user_id = ?`,
      [administrator],
    );
    const advice = async () =>
      only<{ readonly nextStep: string }>(
        await maker.send('query($u: ID!) { mergeAdvice(userId: $u) { nextStep } }', { u: administrator }),
      ).nextStep;
    expect(await advice()).toBe(`Give ${administrator} COVERED_CALL, REPORT_DOWNLOAD, then delete ${userId}.`);
    const user = await shown(userId);
    const tooEarly = await submit('submitUserDeletion', { userId, version: user?.version });
    expect(tooEarly.warnings.join(' ')).toContain(`${administrator} looks like the same person and lacks`);
    only(await maker.send('mutation($id: ID!) { cancelChange(requestId: $id) { __typename } }', { id: tooEarly.id }));

    const before = await shown(administrator);
    const kept = before?.groups.map((group) => group.code) ?? [];
    await countersigned('submitGroupAssignment', {
      ...{ userId: administrator, version: before?.version, groups: [...kept, 'COVERED_CALL', 'REPORT_DOWNLOAD'] },
    });
    expect(await advice()).toContain(`has all groups of ${userId}`);
    expect(
      (await countersigned('submitUserDeletion', { userId, version: user?.version })).warnings.join(' '),
    ).not.toContain('same person');
    expect(await shown(userId)).toBeNull();
    expect((await shown(administrator))?.groups.map((group) => group.code)).toContain('COVERED_CALL');
  });

  it('the clearing house creates and deletes an administrator on a form, its approver in a session of his own (W18)', async () => {
    const operator = await present(stack(), cast.operator, 'CONSOLE');
    const approver = await present(stack(), cast.approver, 'CONSOLE');
    const decided = async (mutation: keyof typeof kinds, input: Record<string, unknown>) => {
      const request = await submit(mutation, { ...input, formReference: 'DA3-2026-000123' }, operator);
      expect(request).toMatchObject({ __typename: 'ChangeRequest' });
      expect(await stepUp(stack(), cast.approver, approver)).toMatchObject({ __typename: 'StepUpGranted' });
      return approve(approver, request.id, request.digest);
    };
    const userId = 'HKABC4Z9';
    const form = { ...newUser(userId), type: 'DA', groups: ['DA_CHECKER', 'EE'] };
    expect(await submit('submitUserCreation', { ...form, participant: 'ABC' }, operator)).toMatchObject({
      code: 'FORM_REFERENCE_REQUIRED',
    });
    expect(await submit('submitUserCreation', form)).toMatchObject({ code: 'FIELD_NOT_EDITABLE' });
    expect(await decided('submitUserCreation', { ...form, participant: 'ABC' })).toMatchObject({ state: 'EXECUTED' });
    expect(await shown(userId)).toMatchObject({ status: 'ENABLED', smartcardAllowed: false });
    expect(await submit('submitUserDeletion', { userId, version: 1 })).toMatchObject({ code: 'FIELD_NOT_EDITABLE' });
    expect(await decided('submitUserDeletion', { userId, version: 1 })).toMatchObject({ state: 'EXECUTED' });
    expect(await shown(userId)).toBeNull();
  });
});
