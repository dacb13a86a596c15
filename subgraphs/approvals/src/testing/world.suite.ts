import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdjustableClock,
  type Database,
  type EventBus,
  type SessionPrincipal,
  createLogger,
  createSecretBox,
  execute,
  memoryEventBus,
  openDatabase,
  query,
} from '@countersign/platform';
import { type Approvals, approvalsMigrations, createApprovals } from '../index.ts';
import { type Person, peopleOfAbc } from './people-of-abc.suite.ts';
import { type Neighbours, standInAuthentication, standInIdentity } from './stand-in-owners.suite.ts';

/** 3 April 2023 is a Monday; the stand-in's hours are a switch, not this clock. */
const START = new Date('2023-04-03T10:00:00+08:00');

const CHANGE_FIELDS = `__typename
  ... on ChangeRequest { id kind state target { userId } maker checker method soleDa subject reason formReference breakGlassReason before after digest version message warnings participant submittedAt expiresAt decidedAt }
  ... on ChangeRefused { code message field nextOpening }`;

/** What a change mutation answers: fields of either union member. */
export interface ChangeAnswer {
  __typename: 'ChangeRequest' | 'ChangeRefused';
  id: string;
  state: string;
  digest: string;
  message: string;
  code: string;
  checker: string | null;
  method: string | null;
  soleDa: boolean;
  subject: string;
  reason: string | null;
  warnings: readonly string[];
  nextOpening: string | null;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

function neighbours(people: Person[]): Neighbours {
  return {
    people,
    sessions: new Map(),
    accountScopes: ['REPORTS'],
    open: true,
    nextOpening: null,
    phaseForbids: false,
    mayReveal: true,
    mayList: true,
    hiddenFields: [],
    policies: {},
    identityDown: false,
    authenticationDown: false,
    applyFails: null,
    asked: [],
    forms: new Map(),
    applied: new Map(),
    applyCalls: [],
    effects: [],
  };
}

let opened = 0;

/**
 * Approvals on a database of its own, among stand-ins for its two neighbours, on a clock that tests move. On a server
 * two instances share the work in turn, so that races are between connections.
 */
export async function openWorld(mysqlUrl?: string) {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-approvals-'));
  const url = mysqlUrl ?? `sqlite:${directory}`;
  opened += 1;
  const name = `approvals${opened}`;
  const logger = createLogger({ level: 'silent', part: 'test' });
  const open = (): Promise<Database> => openDatabase({ url, name, migrations: approvalsMigrations, logger });
  const database = await open();
  const second = mysqlUrl === undefined ? null : await open();
  const clock = new AdjustableClock(START);
  const people = peopleOfAbc();
  const world = neighbours(Object.values(people));
  const bus: EventBus = memoryEventBus({ logger });
  const instanceOn = (tables: Database): Approvals =>
    createApprovals({
      database: tables,
      clock,
      bus,
      logger,
      secrets: createSecretBox(new Uint8Array(32).fill(3)),
      identity: standInIdentity(world, clock),
      authentication: standInAuthentication(world),
    });
  const approvals = instanceOn(database);
  const instances = second === null ? [approvals] : [approvals, instanceOn(second)];
  let turn = 0;
  const nextInstance = (): Approvals => {
    turn += 1;
    return instances[turn % instances.length] ?? approvals;
  };

  function session(person: Person, options: { steppedUp?: boolean; sessionId?: string } = {}): SessionPrincipal {
    const sessionId = options.sessionId ?? `session-of-${person.userId}`;
    const steppedUpAt = options.steppedUp === true ? clock.now() : (world.sessions.get(sessionId)?.steppedUpAt ?? null);
    world.sessions.set(sessionId, { live: true, profileUuid: person.uuid, steppedUpAt });
    return {
      kind: 'session',
      sessionId,
      profileUuid: person.uuid,
      userId: person.userId,
      participant: person.participant,
      application: 'DMS',
      methods: ['password', 'totp'],
      steppedUpAt: steppedUpAt?.toISOString() ?? null,
      source: { address: '203.0.113.7', userAgent: 'test', requestId: 'r' },
    };
  }

  async function run<T>(
    principal: SessionPrincipal,
    text: string,
    variables: Record<string, unknown> = {},
  ): Promise<T> {
    const result = await nextInstance().execute({ query: text, variables }, principal);
    if (result.errors)
      throw Object.assign(new Error(result.errors[0]?.message), { code: result.errors[0]?.extensions['code'] });
    return result.data as T;
  }

  const change = async (
    principal: SessionPrincipal,
    field: string,
    declared: string,
    variables: Record<string, unknown>,
  ) => {
    const used = Object.keys(variables)
      .map((name) => `${name}: $${name}`)
      .join(', ');
    const data = await run<Record<string, ChangeAnswer>>(
      principal,
      `mutation M(${declared}) { ${field}(${used}) { ${CHANGE_FIELDS} } }`,
      variables,
    );
    return data[field] as ChangeAnswer;
  };

  const verbs = {
    submit: (
      by: Person,
      target: Person,
      set: Record<string, unknown> = { email: `new-${target.userId}@abc.example` },
    ) =>
      change(session(by), 'submitProfileChange', '$input: ProfileChangeInput!', {
        input: { userId: target.userId, version: target.version, set },
      }),
    authorise: (
      by: Person | SessionPrincipal,
      requestId: string,
      checkerId: string,
      authorisationCode: string,
      digest?: string,
    ) =>
      change('kind' in by ? by : session(by), 'authoriseChange', '$input: AuthoriseChangeInput!', {
        input: { requestId, checkerId, authorisationCode, ...(digest === undefined ? {} : { digest }) },
      }),
    approve: (by: Person, requestId: string, digest: string) =>
      change(session(by, { steppedUp: true }), 'approveChange', '$requestId: ID!, $digest: String!', {
        requestId,
        digest,
      }),
    reject: (by: Person, requestId: string, reason = 'Wrong address') =>
      change(session(by, { steppedUp: true }), 'rejectChange', '$requestId: ID!, $reason: String!', {
        requestId,
        reason,
      }),
    cancel: (by: Person, requestId: string) => change(session(by), 'cancelChange', '$requestId: ID!', { requestId }),
    async code(of: Person, field: 'revealAuthorisationCode' | 'renewAuthorisationCode' = 'revealAuthorisationCode') {
      const text = `mutation { ${field} { __typename ... on AuthorisationCode { code version validFrom validUntil } ... on AuthorisationCodeRefused { code message nextOpening } } }`;
      const data = await run<
        Record<
          string,
          { __typename: string; code: string; version: number; validUntil: string; nextOpening: string | null }
        >
      >(session(of, { steppedUp: true }), text);
      return data[field] as {
        __typename: string;
        code: string;
        version: number;
        validUntil: string;
        nextOpening: string | null;
      };
    },
  };

  return {
    ...verbs,
    ...people,
    world,
    clock,
    approvals,
    database,
    bus,
    session,
    run,
    mutate: change,
    change: (sql: string, values: readonly (string | number)[] = []) =>
      database.transaction((tx) => execute(tx, sql, values)),
    rows: <Row>(sql: string, values: readonly (string | number)[] = []) =>
      database.read((tx) => query<Row>(tx, sql, values)),
    async state(id: string): Promise<string> {
      const [row] = await database.read((tx) =>
        query<{ state: string }>(tx, 'SELECT state FROM change_request WHERE id = ?', [id]),
      );
      return row?.state ?? 'NONE';
    },
    audits: (id: string) =>
      database.read((tx) =>
        query<{ action: string; outcome: string; actor: string; code: string | null }>(
          tx,
          'SELECT action, outcome, actor, code FROM audit_entry WHERE request_id = ? ORDER BY seq',
          [id],
        ),
      ),
    async close() {
      await approvals.stop();
      await bus.stop();
      await second?.close();
      await database.close();
      await rm(directory, { recursive: true });
    },
  };
}
