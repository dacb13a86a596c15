import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { approve, type Change, only } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { movePhase } from '../support/phase.ts';
import { type Person, stepUp } from '../support/person.ts';
import { TUESDAY_MORNING } from '../support/stacks.ts';

const kinds = {
  submitCalendarOverride: 'CalendarOverrideInput',
  submitGroupDefinition: 'GroupDefinitionInput',
  submitPolicyChange: 'PolicyChangeInput',
  submitSoleDaWaiver: 'SoleDaWaiverInput',
} as const;
const SHOWN =
  '__typename ... on ChangeRequest { id state subject target { userId } before after warnings digest } ... on ChangeRefused { code field }';
const TODAY = TUESDAY_MORNING.slice(0, 10);
const reason = 'Circular 2026/11';

onEveryShape('Changes of the house by its pair (2.2, domain 5.5)', (stack) => {
  let cast: Cast;
  let someone: Person;
  let operator: ApiClient;
  let approver: ApiClient;
  let maker: ApiClient;
  beforeAll(async () => {
    await movePhase(stack(), 'PARALLEL');
    cast = await openCast(stack());
    someone = cast.user();
    operator = await present(stack(), cast.operator, 'CONSOLE');
    approver = await present(stack(), cast.approver, 'CONSOLE');
    maker = await present(stack(), cast.maker, 'DMS');
    await stepUp(stack(), cast.approver, approver);
  }, 60_000);
  beforeEach(() => stack().clock.set(TUESDAY_MORNING));

  const submit = async (mutation: keyof typeof kinds, input: Record<string, unknown>, by = operator) =>
    only<Change>(
      await by.send(`mutation($input: ${kinds[mutation]}!) { ${mutation}(input: $input) { ${SHOWN} } }`, {
        input: { reason, ...input },
      }),
    );
  const decided = async (mutation: keyof typeof kinds, input: Record<string, unknown>): Promise<Change> => {
    const request = await submit(mutation, input);
    expect(request).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED', target: null });
    expect(await approve(approver, request.id, request.digest)).toMatchObject({ state: 'EXECUTED' });
    return request;
  };
  const enquire = async () => (await maker.send('query { userProfile(userId: "HKABC1X1") { userId } }')).code ?? null;

  it('closes today from the next request on, and opens it again', async () => {
    expect(await enquire()).toBeNull();
    await decided('submitCalendarOverride', { date: TODAY });
    expect(await enquire()).toBe('OUTSIDE_FUNCTION_HOURS');
    await decided('submitCalendarOverride', { date: TODAY, remove: true });
    expect(await enquire()).toBeNull();
    expect(await submit('submitCalendarOverride', { date: '2026-11-23' })).toMatchObject({ code: 'INVALID_DATE' });
  });

  it('gives and takes functions of a group at the next request of who holds it', async () => {
    const session = await present(stack(), someone, 'CCMS');
    const functions = async () => {
      const { data } = await session.send('{ viewer { functions profile { groups { code } } } }');
      return (data as { viewer: { functions: string[]; profile: { groups: { code: string }[] } } }).viewer;
    };
    const [held] = (await functions()).profile.groups;
    await decided('submitGroupDefinition', { code: held?.code, functions: ['Enquire Pledges'] });
    expect((await functions()).functions).toContain('Enquire Pledges');
    const retired = await decided('submitGroupDefinition', { code: held?.code, retire: true });
    expect(retired.warnings).toHaveLength(1);
    expect((await functions()).functions).not.toContain('Enquire Pledges');
    await decided('submitGroupDefinition', { code: held?.code, retire: false });
  });

  it('switches a policy for one participant and takes it back', async () => {
    const shown = async () => {
      const { data } = await maker.send('{ housePolicies { key value decidedFor } }');
      return (data as { housePolicies: { key: string }[] }).housePolicies.find((each) => each.key === 'queuedApproval');
    };
    expect(await shown()).toMatchObject({ value: true, decidedFor: 'DEFAULT' });
    await decided('submitPolicyChange', { key: 'queuedApproval', value: false, participant: 'ABC' });
    expect(await shown()).toMatchObject({ value: false, decidedFor: 'PARTICIPANT' });
    await decided('submitPolicyChange', { key: 'queuedApproval', participant: 'ABC' });
    expect(await shown()).toMatchObject({ value: true, decidedFor: 'DEFAULT' });
  });

  it('is open to no administrator, and one open request holds its thing', async () => {
    expect(await submit('submitCalendarOverride', { date: '2026-12-24' }, maker)).toMatchObject({
      code: 'NOT_PERMITTED',
    });
    const [one, other] = [
      await submit('submitSoleDaWaiver', { participant: 'XYZ', until: '2026-12-31' }),
      await submit('submitSoleDaWaiver', { participant: 'XYZ', until: '2026-12-30' }),
    ];
    expect([one.state, other.code]).toEqual(['SUBMITTED', 'REQUEST_ALREADY_OPEN']);
    const seen = await maker.send('query($id: ID!) { changeRequest(id: $id) { id } }', { id: one.id });
    expect((seen.data as { changeRequest: unknown }).changeRequest).toBeNull();
  });
});
