import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, type Change, only, readChange } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { viewerId } from '../support/profiles.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { TUESDAY_MORNING } from '../support/stacks.ts';

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
    await stack().clock.set(TUESDAY_MORNING);
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
});
