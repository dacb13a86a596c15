import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { useStack } from '../support/every-shape.ts';
import { type GuideReader, NEWCOMER, openGuide } from '../support/guide-reader.ts';

/** What a reader finds in an answer that is a list itself. */
const inList = (answer: unknown) => answer as readonly Record<string, unknown>[];

describe('the clearing house guide: every operation it shows does what it says', () => {
  const stack = useStack(NEWCOMER);
  let guide: GuideReader;
  let operator: ApiClient;
  let approver: ApiClient;
  beforeAll(async () => {
    guide = openGuide(stack, 'docs/clearing-house-guide.md');
    const next = new Date(stack().clock.now().getTime() + 7 * 86_400_000);
    guide.values['coming date'] = next.toISOString().slice(0, 10);
    operator = await guide.logIn(guide.demoUser('HKEX0001'), 'CONSOLE');
    approver = await guide.logIn(guide.demoUser('HKEX0002'), 'CONSOLE');
    await guide.stepUp(guide.demoUser('HKEX0002'), approver);
  }, 60_000);

  const approved = async (name: string): Promise<void> => {
    expect([name, await guide.perform(operator, name)]).toMatchObject([name, { state: 'SUBMITTED' }]);
    expect([name, await guide.perform(approver, 'Approve')]).toMatchObject([name, { state: 'EXECUTED' }]);
  };

  it('what waits in the demo: requests of a participant and of the house, and a form', async () => {
    const waiting = (await guide.perform(operator, 'Pending')).edges?.map(({ node }) => node['subject']);
    expect(waiting).toEqual(['Service account REPORTING', 'HKDRG4A1', 'HKDRG101']);
    const [form] = (await guide.perform(operator, 'WaitingForms')).nodes ?? [];
    expect(form).toMatchObject({ form: 'DA3', participant: 'DRG', overdue: false });
    guide.values['form reference'] = form?.['reference'];
    await approved('SubmitForm');
  });

  it('an administrator, and a user against the matrix', async () => {
    [guide.values['free ID']] = inList(await guide.perform(operator, 'FreeIds'));
    await approved('CreateAdministrator');
    await approved('BreakGlass');
  });

  it('hours, groups, policies, a waiver', async () => {
    for (const name of ['SetHours', 'DefineGroup', 'SetPolicy', 'Waive']) await approved(name);
    const hours = inList(await guide.perform(operator, 'OtherHours'));
    expect(hours).toContainEqual(expect.objectContaining({ date: guide.values['coming date'], closesAt: '12:30' }));
    const groups = inList(await guide.perform(operator, 'Groups'));
    expect(groups).toContainEqual(expect.objectContaining({ code: 'PLEDGE_ENQUIRY', functions: ['Enquire Pledges'] }));
    const policies = inList(await guide.perform(operator, 'Policies'));
    expect(policies).toContainEqual(
      expect.objectContaining({ key: 'requireCheckerOtp', value: true, decidedFor: 'PARTICIPANT' }),
    );
  });

  it('a service account and its token, with which a report is read', async () => {
    await approved('AskForAccount');
    const issued = await guide.perform(operator, 'IssueToken');
    expect(issued).toMatchObject({ __typename: 'ServiceAccountToken', formerTokenUntil: null });
    const account = stack()
      .client()
      .bearing((issued as unknown as { readonly token: string }).token);
    expect(await guide.perform(account, 'Readiness')).toHaveProperty('readiness.rows');
    expect(inList(await guide.perform(operator, 'Accounts')).map(({ name }) => name)).toEqual([
      'CLIENT-CONNECT',
      'NIGHTLY-LISTING',
    ]);
  });

  it('the audit', async () => {
    const actions = (await guide.perform(operator, 'WhoDidWhat')).nodes?.map(({ action }) => action);
    expect(actions).toContain('change.authorised');
  });

  it('nothing else is shown', () => expect(guide.left()).toEqual([]));
});
