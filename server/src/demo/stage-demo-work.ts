import { createServiceAccount } from '@countersign/identity';
import { newId, type Principal, type Source, type Subgraph } from '@countersign/platform';
import type { Part } from '../compose/compose-parts.ts';
import type { Ground } from '../compose/ground.ts';

const source: Source = { address: '127.0.0.1', userAgent: 'countersign demo', requestId: 'demo' };
/** How long the accounts of the demo last. */
const ACCOUNT_MS = 30 * 86_400_000;
const REFUSED = '... on ChangeRefused { code message }';

/** An operation of the public API, and who asks for it. */
interface Deed {
  readonly by: string;
  readonly field: string;
  readonly type: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What waits in a fresh demo: a user's email and a new user at DRG, and an account for a reporting system. */
function waiting(lastDay: string): readonly Deed[] {
  const email = 'ka.yan.lee@dragongate.example';
  const newUser = { userId: 'HKDRG4A1', surname: 'LEE', otherNames: 'Ka Yan', email, groups: ['COLLATERAL_ENQUIRY'] };
  const changed = { userId: 'HKDRG101', version: 1, set: { email: 'hkdrg101@dragongate.example' } };
  const terms = { scopes: ['REPORTS'], addresses: ['127.0.0.1'], expiresOn: lastDay, reason: 'Internal reporting' };
  const reporting = { name: 'REPORTING', action: 'CREATE', ...terms };
  return [
    { by: 'HKDRG1X1', field: 'submitProfileChange', type: 'ProfileChangeInput', input: changed },
    { by: 'HKDRG1X1', field: 'submitUserCreation', type: 'UserCreationInput', input: newUser },
    { by: 'HKEX0001', field: 'submitServiceAccountChange', type: 'ServiceAccountChangeInput', input: reporting },
  ];
}

/** Form DA 3 of DRG, filed by one person and approved by another, as Client Connect passes it on (W20). */
const form = {
  form: 'DA3',
  requestType: 'CHANGE_DA',
  participant: 'DRG',
  filedBy: 'Chan Tai Man',
  details: { userId: 'HKDRG2X2', email: 'operations@dragongate.example' },
};
const FILE = `mutation ($input: FileEServiceFormInput!) {
  fileEServiceForm(input: $input) { ... on EServiceForm { reference } ${REFUSED} }
}`;
const AGREE = `mutation ($reference: ID!) {
  approveEServiceForm(reference: $reference, approvedBy: "Lee Ka Yan") { ${REFUSED} }
}`;
interface Answer {
  readonly code?: string;
  readonly reference?: string;
}

/** Somebody of the demo in a session that is nowhere but here. */
async function sessionOf({ database }: Part, userId: string): Promise<Principal> {
  const [row] = await database.read((tx) =>
    tx.query<{ uuid: string; participant: string | null }[]>(
      'SELECT uuid, participant FROM user_profile WHERE user_id = ? AND deleted_at IS NULL',
      [userId],
    ),
  );
  const { uuid = '', participant = null } = row ?? {};
  const application = participant === null ? 'CONSOLE' : 'DMS';
  const session = { kind: 'session', source, sessionId: newId(), profileUuid: uuid, userId, participant } as const;
  return { ...session, application, methods: ['password', 'totp'], steppedUpAt: null };
}

/** Client Connect as a machine that may file forms. It never gets a token here. */
async function clientConnect({ database }: Part, expiresOn: string, at: Date): Promise<Principal> {
  const [name, scopes] = ['CLIENT-CONNECT', ['ESERVICES']] as const;
  const accountId = await database.transaction((tx) =>
    createServiceAccount(tx, { name, scopes, addresses: ['127.0.0.1'], expiresOn }, at),
  );
  return { kind: 'account', source, accountId, name, scopes };
}

/**
 * Leaves work for a newcomer to find, by the operations that people use: requests that wait for a second person, and a
 * form for the clearing house. What is refused, as outside function hours, does not wait.
 */
export async function stageDemoWork(
  ground: Ground,
  { identity, approvals }: { readonly identity: Part; readonly approvals: Subgraph },
): Promise<void> {
  const now = ground.clock.now();
  const lastDay = new Date(now.getTime() + ACCOUNT_MS).toISOString().slice(0, 10);
  const perform = async (
    by: Principal,
    part: Subgraph,
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ) => {
    const { data, errors } = await part.execute({ query, variables }, by);
    const answer = (Object.values(data ?? {})[0] ?? {}) as Answer;
    const why = errors?.[0]?.message ?? answer.code;
    if (why !== undefined) ground.logger.info({ why }, 'a piece of work is missing in the demo');
    return answer;
  };
  for (const { by, field, type, input } of waiting(lastDay)) {
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${REFUSED} } }`;
    await perform(await sessionOf(identity, by), approvals, query, { input });
  }
  const machine = await clientConnect(identity, lastDay, now);
  const { reference } = await perform(machine, identity.subgraph, FILE, { input: form });
  if (reference !== undefined) await perform(machine, identity.subgraph, AGREE, { reference });
}
