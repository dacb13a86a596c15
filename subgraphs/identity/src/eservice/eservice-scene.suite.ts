import type { DomainEvent, Principal } from '@countersign/platform';
import { followApprovals } from '../follow-approvals.ts';
import type { Scene } from '../identity-scene.suite.ts';
import { findServiceAccount, writeServiceAccount } from '../rows/service-account-row.ts';

const source = { address: '203.0.113.20', userAgent: 'test', requestId: 'r' };

/** What a step of a form answers: fields of either union member. */
export interface FormAnswer {
  readonly reference: string;
  readonly state: string;
  readonly code?: string;
  readonly field?: string | null;
  readonly dueBy: string | null;
  readonly [name: string]: unknown;
}

const FORM = `reference form requestType state participant filedBy approvedBy details clientReference filedAt submittedAt
  approvedAt dueBy overdue endedAt endedBy reason requestId`;
const OUTCOME = `__typename ... on EServiceForm { ${FORM} } ... on ChangeRefused { code message field }`;

/** Client Connect and an operator at their work on a scene. */
export async function eserviceScene(scene: Scene) {
  await scene.write(async (tx, at) => {
    for (const [name, scopes] of [
      ['CLIENT-CONNECT', ['ESERVICES']],
      ['REPORTING', ['REPORTS']],
    ] as const) {
      const terms = { name, scopes, addresses: ['203.0.113.20'], expiresOn: '2099-12-31', enabled: true };
      await writeServiceAccount(tx, { ...terms, issueArmed: false } as never, { version: 0, at });
    }
  });
  const account = async (name = 'CLIENT-CONNECT'): Promise<Principal> => {
    const found = await scene.database.read((tx) => findServiceAccount(tx, { name }));
    return { kind: 'account', source, accountId: found?.accountId ?? '', name, scopes: found?.scopes ?? [] };
  };
  const ask = async (principal: Principal, query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await scene.identity.execute({ query, variables }, principal);
    const codes = (errors ?? []).map((error) => error.extensions['code']);
    return { data: JSON.parse(JSON.stringify(data ?? null)) as Record<string, unknown> | null, codes };
  };
  const step = async (field: string, declared: string, variables: Record<string, unknown>): Promise<FormAnswer> => {
    const used = Object.keys(variables).map((name) => `${name}: $${name}`);
    const query = `mutation M(${declared}) { ${field}(${used.join(', ')}) { ${OUTCOME} } }`;
    const { data, codes } = await ask(await account(), query, variables);
    if (data === null) throw new Error(codes.join());
    return data[field] as FormAnswer;
  };
  const file = (input: Record<string, unknown>) =>
    step('fileEServiceForm', '$input: FileEServiceFormInput!', {
      input: { participant: 'ABC', form: 'DA3', filedBy: 'CHAN Tai Man', ...input },
    });
  const approve = (reference: string, approvedBy = 'LEE Ka Yan') =>
    step('approveEServiceForm', '$reference: ID!, $approvedBy: String!', { reference, approvedBy });
  const house = async (userId: string, field: string, declared: string, variables: Record<string, unknown>) => {
    const used = Object.keys(variables).map((name) => `${name}: $${name}`);
    const query = `mutation M(${declared}) { ${field}(${used.join(', ')}) { ${OUTCOME} } }`;
    return (await scene.as(userId, query, variables)).data[field] as unknown as FormAnswer;
  };
  let events = 0;
  return {
    ask,
    account,
    file,
    approve,
    /** A form on its way: filed and approved by the participant. */
    approved: async (input: Record<string, unknown>) => (await approve((await file(input)).reference)).reference,
    withdraw: (reference: string, by = 'CHAN Tai Man') =>
      step('withdrawEServiceForm', '$reference: ID!, $by: String!', { reference, by }),
    reject: (reference: string, reason = 'Not signed', by = 'HKEXOP01') =>
      house(by, 'rejectEServiceForm', '$reference: ID!, $reason: String!', { reference, reason }),
    complete: (reference: string, by = 'HKEXOP01') =>
      house(by, 'completeEServiceForm', '$reference: ID!', { reference }),
    async stateOf(reference: string): Promise<unknown> {
      const query = 'query($r: ID!) { eServiceForm(reference: $r) { state } }';
      const { data } = await scene.as('HKEXOP01', query, { r: reference });
      return (data['eServiceForm'] as unknown as { state: string } | null)?.state ?? null;
    },
    async meant(reference: string, by = 'HKEXOP01') {
      const query = `query($r: ID!, $a: ID!) { eServiceFormChange(reference: $r, actorUuid: $a) { kind input refusal { code field } } }`;
      const { data } = await scene.service('approvals', query, { r: reference, a: await scene.uuid(by) });
      return data['eServiceFormChange'] as unknown as {
        kind: string | null;
        input: Record<string, unknown> | null;
        refusal: { code: string } | null;
      };
    },
    async proposed(kind: string, input: Record<string, unknown>) {
      const query = `query($k: String!, $a: ID!, $i: JSON!) { proposeChange(kind: $k, actorUuid: $a, input: $i) {
        proposal { subject formReference after } refusal { code message field } } }`;
      const { data } = await scene.service('approvals', query, { k: kind, a: await scene.uuid('HKEXOP01'), i: input });
      return data['proposeChange'];
    },
    tell(state: string, body: Record<string, unknown>, type = 'approvals.request-changed'): Promise<void> {
      events += 1;
      const event: DomainEvent = {
        id: `event-${events}`,
        type,
        at: scene.clock.now().toISOString(),
        body: { requestId: 'request-1', kind: 'UNLOCK', participant: 'ABC', state, ...body },
      };
      return followApprovals(scene)(event);
    },
  };
}
