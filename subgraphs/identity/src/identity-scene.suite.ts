import {
  AdjustableClock,
  createLogger,
  type Database,
  memoryEventBus,
  openDatabase,
  query as select,
  type Principal,
  type Subgraph,
  type Transaction,
} from '@countersign/platform';
import {
  createIdentity,
  createParticipant,
  createProfile,
  identityMigrations,
  type IdentityOptions,
  type NewProfile,
  setPhase,
} from './index.ts';

/** What an operation answered: its data, and the codes of its errors. */
interface Answer {
  readonly data: Record<string, never>;
  readonly codes: readonly unknown[];
  readonly errors: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** A running Identity with a few people, on real tables. */
export interface Scene {
  readonly database: Database;
  readonly identity: Subgraph;
  readonly clock: AdjustableClock;
  as(userId: string, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  service(
    service: 'approvals' | 'gateway' | 'authentication',
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Answer>;
  anonymous(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  uuid(userId: string): Promise<string>;
  write<T>(work: (tx: Transaction, at: Date) => Promise<T>): Promise<T>;
  audit(): Promise<
    readonly {
      readonly action: string;
      readonly outcome: string;
      readonly actor: string;
      readonly target: string | null;
      readonly code: string | null;
      readonly after_json: string | null;
    }[]
  >;
  close(): Promise<void>;
}

/** A Monday at 10:00 in Hong Kong. */
export const MONDAY = new Date('2026-11-23T10:00:00+08:00');

const source = { address: '203.0.113.7', userAgent: 'test', requestId: 'r' };

const DA = ['EE'] as const;
const people: readonly NewProfile[] = [
  {
    userId: 'HKABC1X1',
    type: 'DA',
    participant: 'ABC',
    surname: 'TAI MAN',
    otherNames: 'CHAN',
    email: 'maker@abc.com.hk',
    groups: ['DA_MAKER', ...DA],
  },
  {
    userId: 'HKABC2X1',
    type: 'DA',
    participant: 'ABC',
    surname: 'LEE',
    otherNames: 'Ka Yan',
    email: 'checker@abc.com.hk',
    groups: ['DA_CHECKER', ...DA],
  },
  { userId: 'HKABC1X2', type: 'DA', participant: 'ABC', surname: 'HO', groups: ['DA_MAKER'] },
  {
    userId: 'HKABC101',
    type: 'USER',
    participant: 'ABC',
    surname: 'WONG',
    otherNames: 'Siu Ming',
    groups: ['CASH_COLLATERAL_INPUT'],
    srn: 'SRN-101',
    certificateExpiry: '2027-03-31',
  },
  {
    userId: 'HKABC102',
    type: 'USER',
    participant: 'ABC',
    surname: "O'NEIL",
    otherNames: 'Zoë 100%',
    email: 'Zoe.ONeil@abc.com.hk',
    groups: ['COLLATERAL_ENQUIRY'],
  },
  {
    userId: 'HKABC103',
    type: 'USER',
    participant: 'ABC',
    surname: 'AU',
    email: 'au@agent.com',
    settlementAgentName: 'Agent Bank',
    groups: ['MONEY_SETTLEMENT'],
    status: 'DISABLED',
  },
  {
    userId: 'HKXYZ1X1',
    type: 'DA',
    participant: 'XYZ',
    surname: 'KWOK',
    email: 'maker@xyz.com',
    groups: ['DA_MAKER', ...DA],
  },
  {
    userId: 'HKXYZ2X1',
    type: 'DA',
    participant: 'XYZ',
    surname: 'LAM',
    email: 'checker@xyz.com',
    groups: ['DA_CHECKER', ...DA],
  },
  {
    userId: 'HKXYZ101',
    type: 'USER',
    participant: 'XYZ',
    surname: 'WONG',
    email: 'wong@xyz.com',
    groups: ['COLLATERAL_ENQUIRY'],
  },
  {
    userId: 'HKEXOP01',
    type: 'HKEX',
    participant: null,
    surname: 'OPERATOR',
    email: 'op@house.com',
    groups: ['HKEX_OPERATOR'],
  },
  {
    userId: 'HKEXAP01',
    type: 'HKEX',
    participant: null,
    surname: 'APPROVER',
    email: 'ap@house.com',
    groups: ['HKEX_APPROVER'],
  },
  {
    userId: 'HKEXRR01',
    type: 'HKEX',
    participant: null,
    surname: 'READER',
    email: 'rr@house.com',
    groups: ['HKEX_REPORT_READER'],
  },
];

/** Opens Identity on the tables at `url`, with participants ABC and XYZ, in PARALLEL, on a Monday morning. */
export async function openScene(
  url: string,
  name = 'identity',
  options: Pick<IdentityOptions, 'matrix'> = {},
): Promise<Scene> {
  const logger = createLogger({ level: 'silent', part: 'test' });
  const clock = new AdjustableClock(MONDAY);
  const database = await openDatabase({ url, name, migrations: identityMigrations, logger });
  const identity = createIdentity({ ...options, database, clock, bus: memoryEventBus({ logger }), logger });
  await database.transaction(async (tx) => {
    await setPhase(tx, 'PARALLEL', MONDAY);
    await createParticipant(
      tx,
      { code: 'ABC', name: 'ABC Futures Limited', clearingHouse: 'HKCC', emailDomains: ['abc.com.hk'] },
      MONDAY,
    );
    await createParticipant(tx, { code: 'XYZ', name: 'XYZ Options Limited', clearingHouse: 'SEOCH' }, MONDAY);
    for (const person of people) await createProfile(tx, person, MONDAY);
  });

  const run = async (principal: Principal, query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
    const result = await identity.execute({ query, variables }, principal);
    const errors = (result.errors ?? []).map((error) => ({
      message: error.message,
      extensions: { ...error.extensions },
    }));
    // Through JSON, as over HTTP: what cannot be serialised fails here.
    return {
      data: JSON.parse(JSON.stringify(result.data ?? null)),
      errors,
      codes: errors.map((error) => error.extensions['code']),
    };
  };
  const find = async (userId: string) =>
    (
      await run(
        { kind: 'service', service: 'gateway', source },
        'query($u: ID) { standing(userId: $u) { profileUuid participant } }',
        { u: userId },
      )
    ).data['standing'] as unknown as { profileUuid: string; participant: string | null } | null;
  const uuid = async (userId: string) => (await find(userId))?.profileUuid ?? 'nobody';
  return {
    database,
    identity,
    clock,
    uuid,
    async as(userId, query, variables) {
      const found = await find(userId);
      const principal: Principal = {
        kind: 'session',
        source,
        sessionId: 's',
        profileUuid: found?.profileUuid ?? 'nobody',
        userId,
        participant: found?.participant ?? null,
        application: 'DMS',
        methods: ['password', 'totp'],
        steppedUpAt: null,
      };
      return run(principal, query, variables);
    },
    service: (service, query, variables) => run({ kind: 'service', service, source }, query, variables),
    anonymous: (query, variables) => run({ kind: 'anonymous', source }, query, variables),
    write: (work) => database.transaction((tx) => work(tx, clock.now())),
    audit: () =>
      database.read((tx) =>
        select(tx, 'SELECT action, outcome, actor, target, code, after_json FROM audit_entry ORDER BY seq'),
      ),
    async close() {
      await identity.stop();
      await database.close();
    },
  };
}
