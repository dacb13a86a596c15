import { beforeAll, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { approve, type Change, only } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { stepUp } from '../support/person.ts';

const SUBMIT = `mutation($input: ServiceAccountChangeInput!) { submitServiceAccountChange(input: $input) {
  __typename ... on ChangeRequest { id digest state subject after } ... on ChangeRefused { code message } } }`;
const ISSUE = `mutation($name: ID!) { issueServiceAccountToken(name: $name) {
  __typename ... on ServiceAccountToken { token formerTokenUntil } ... on ChangeRefused { code } } }`;
const REPORTS = `{ reports { accessReview(first: 100) { rows { values } } openRequests { rows { values } } migrationStatus(participant: "ABC") { rows { values } } } }`;

interface Page {
  readonly rows: readonly { readonly values: Record<string, unknown> }[];
}

onEveryShape('a service account for internal reporting', (stack) => {
  let cast: Cast;
  let operator: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    operator = await present(stack(), cast.operator, 'CONSOLE');
  }, 60_000);

  const agreed = async (input: Record<string, unknown>): Promise<Change> => {
    const change = only<Change>(
      await operator.send(SUBMIT, { input: { name: 'REPORTING', reason: 'internal reporting', ...input } }),
    );
    expect(change).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED' });
    const approver = await present(stack(), cast.approver, 'CONSOLE');
    await stepUp(stack(), cast.approver, approver);
    return approve(approver, change.id, change.digest);
  };
  const issue = async () =>
    only<{ readonly __typename: string; readonly token: string; readonly code: string }>(
      await operator.send(ISSUE, { name: 'REPORTING' }),
    );

  it('is asked for by an operator, approved by another, and its token is shown once', async () => {
    const day = stack().clock.now().toISOString().slice(0, 10);
    const terms = { scopes: ['REPORTS'], addresses: ['127.0.0.1'], expiresOn: day };
    expect(await agreed({ action: 'CREATE', ...terms })).toMatchObject({ state: 'EXECUTED' });
    const { token } = await issue();
    expect(token).toMatch(/^csa_[\w-]{43}$/);
    expect((await issue()).code).toBe('TOKEN_NOT_ARMED');

    const account = stack().client().bearing(token);
    const { data, errors } = await account.send<{ reports: Record<string, Page> }>(REPORTS);
    expect(errors).toEqual([]);
    const { accessReview, openRequests, migrationStatus } = data.reports;
    expect(accessReview?.rows.length).toBeGreaterThan(10);
    expect(accessReview?.rows.every(({ values }) => values['email'] === null)).toBe(true);
    expect([openRequests?.rows, migrationStatus?.rows]).toEqual([expect.any(Array), expect.any(Array)]);

    // From another address it is nobody, and nothing but reports is open to it.
    expect((await account.at('127.0.0.9').send(REPORTS)).code).toBe('UNAUTHENTICATED');
    expect((await account.send('{ userProfiles { nodes { userId } } }')).code).toBe('FORBIDDEN');
    expect((await account.send(SUBMIT, { input: { name: 'OTHER', action: 'ROTATE', reason: 'Rotated' } })).code).toBe(
      'FORBIDDEN',
    );
  }, 90_000);

  it('takes a report away as a file', async () => {
    await agreed({ action: 'ROTATE' });
    const account = stack()
      .client()
      .bearing((await issue()).token);
    const ordered = await account.send<{ requestExport: { url: string } }>(
      'mutation { requestExport(input: { report: ACCESS_REVIEW }) { url } }',
    );
    expect(ordered.errors).toEqual([]);
    const file = await account.raw({ path: ordered.data.requestExport.url, method: 'GET' });
    expect([file.status, file.text.includes('HKABC1X1')]).toEqual([200, true]);
    expect(await agreed({ action: 'DISABLE' })).toMatchObject({ state: 'EXECUTED' });
    expect((await account.send(REPORTS)).code).toBe('UNAUTHENTICATED');
  }, 90_000);
});
