import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import {
  AdjustableClock,
  type Database,
  type Mail,
  type Principal,
  createLogger,
  createSecretBox,
  memoryEventBus,
  memoryVolatileStore,
  openDatabase,
  query,
  redisVolatileStore,
} from '@countersign/platform';
import { houseAuthenticators } from './house-authenticators.ts';
import { type AuthenticationOptions, createAuthentication } from '../create-authentication.ts';
import type { Application } from '../flow/flow.ts';
import type { Standing } from '../people.ts';
import type { AuthenticationPolicy } from '../policy.ts';
import { authenticationMigrations } from '../rows/migrations.ts';
import { fakeIdentity } from './fake-identity.ts';
import { totpCode } from './totp-code.ts';

export const start = new Date('2026-03-04T02:00:00.000Z');

export type Step = Readonly<Record<string, unknown>> & { readonly __typename: string };

const fields = `__typename
  ... on ProofsOffered { flow { id expiresAt } message offers { authenticator challenge { __typename issuedAt expiresAt
    ... on EmailOtpChallenge { sentTo reference } } } }
  ... on DeviceRegistrationOffered { flow { id } canSkip }
  ... on DeviceRegistration { flow { id } otpauthUri qrCode manualEntryKey account message }
  ... on RiskWarning { flow { id } warningVersion text }
  ... on NewPasswordRequired { flow { id } rules { minimumLength maximumLength } }
  ... on PasswordChanged { message }
  ... on SignedIn { session { id application expiresAt } home sessionToken notice }
  ... on StepUpGranted { until }
  ... on AuthenticatorRegistration { flow { id } authenticator options }
  ... on ChannelChanged { channel message }
  ... on DeviceReplaced { authenticator message }
  ... on RecoveryCodesIssued { codes message }
  ... on FlowRefused { code message retryAfter }`;

/** The subgraph on real parts: SQLite in a temporary folder, the memory store, the real plugins; only identity and SMTP stand in. */
export async function openHouse(
  options: {
    readonly plugins?: readonly AuthenticatorPlugin[];
    readonly policy?: Partial<AuthenticationPolicy>;
    readonly url?: string;
    readonly redis?: string;
    readonly tokens?: AuthenticationOptions['tokens'];
  } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-authentication-'));
  const logger = createLogger({ level: 'silent', part: 'authentication' });
  const clock = new AdjustableClock(start);
  const identity = fakeIdentity();
  const mails: Mail[] = [];
  const mailer = {
    send: async (mail: Mail) => void mails.push(mail),
    ping: async () => undefined,
    close: async () => undefined,
  };
  const bus = memoryEventBus({ logger });
  const database: Database = await openDatabase({
    url: options.url ?? `sqlite:${folder}`,
    name: 'authentication',
    rows: [],
    migrations: authenticationMigrations,
    logger,
  });
  const volatile =
    options.redis === undefined
      ? memoryVolatileStore({ clock })
      : redisVolatileStore({ url: options.redis, logger, prefix: `${folder}:`, patienceMs: 10_000 });
  const subgraph = createAuthentication({
    database,
    volatile,
    mailer,
    clock,
    bus,
    logger,
    secrets: createSecretBox(new Uint8Array(32).fill(7)),
    identity: identity.client,
    plugins: options.plugins ?? houseAuthenticators(),
    tokens: options.tokens ?? null,
    site: { origins: ['https://dms.example'] },
    // Nothing but the tests' own requests looks at the phase, and hundreds of passwords race on purpose, unless a test asks
    // for what the product does.
    policy: { phaseWatchMs: 3_600_000, passwordsAtOnce: 10_000, ...options.policy },
  });
  await subgraph.start();
  await bus.start();

  const source = (address = '203.0.113.7') => ({ address, userAgent: 'test', requestId: 'r' });
  const anonymous = (address?: string): Principal => ({ kind: 'anonymous', source: source(address) });

  async function run(
    text: string,
    principal: Principal = anonymous(),
  ): Promise<{ step: Step; reply: { sessionToken?: string } }> {
    const result = await subgraph.execute({ query: text }, principal);
    if (result.errors !== undefined)
      throw Object.assign(new Error(result.errors[0]?.message), { code: result.errors[0]?.extensions?.['code'] });
    const step = Object.values(result.data as Record<string, Step>)[0] as Step;
    return { step, reply: (result.extensions?.['countersign'] ?? {}) as { sessionToken?: string } };
  }
  const mutate = async (call: string, principal?: Principal): Promise<Step> =>
    (await run(`mutation { ${call} { ${fields} } }`, principal)).step;

  return {
    subgraph,
    database,
    volatile,
    clock,
    identity,
    mails,
    bus,
    run,
    mutate,
    anonymous,
    fields,
    begin: (userId: string, application: Application = 'CCMS', principal?: Principal) =>
      mutate(
        `beginLogin(input: { application: ${application}, method: TWO_FACTOR, userId: "${userId}", delivery: BEARER })`,
        principal,
      ),
    password: (flowId: string, password: string, principal?: Principal) =>
      mutate(`answerWithPassword(flowId: "${flowId}", password: ${JSON.stringify(password)})`, principal),
    totp: (flowId: string, code: string, principal?: Principal) =>
      mutate(`answerWithTotp(flowId: "${flowId}", code: ${JSON.stringify(code)})`, principal),
    emailOtp: (flowId: string, code: string, principal?: Principal) =>
      mutate(`answerWithEmailOtp(flowId: "${flowId}", code: ${JSON.stringify(code)})`, principal),
    session: (signedIn: {
      id: string;
      userId: string;
      profileUuid: string;
      methods: readonly string[];
    }): Principal => ({
      kind: 'session',
      source: source(),
      sessionId: signedIn.id,
      profileUuid: signedIn.profileUuid,
      userId: signedIn.userId,
      participant: 'ABC',
      application: 'CCMS',
      methods: signedIn.methods,
      steppedUpAt: null,
    }),
    service: (service: 'gateway' | 'approvals'): Principal => ({ kind: 'service', service, source: source() }),
    rows: <Row>(sql: string, values: readonly (string | number)[] = []) =>
      database.read((tx) => query<Row>(tx, sql, values)),
    /** The digits of the newest mailed code for this user. */
    async mailedCode(userId: string): Promise<string> {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const mail = mails.findLast(
        (one) => one.text.includes(userId) && /\b\d{6,8}\b/.test(one.text) && one.id.startsWith('otp'),
      );
      return /\b(\d{6,8})\b/.exec(mail?.text ?? '')?.[1] ?? '';
    },
    async close() {
      await subgraph.stop();
      await bus.stop();
      await volatile.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** Gives a person a password by the mailed code, as he would himself. */
export async function givePassword(house: House, userId: string, secret: string): Promise<void> {
  const begun = await house.mutate(`beginPasswordReset(userId: "${userId}")`);
  const proven = await house.emailOtp(flowIdOf(begun), await house.mailedCode(userId));
  const changed = await house.mutate(
    `setPassword(flowId: "${flowIdOf(proven)}", newPassword: "${secret}", confirmation: "${secret}")`,
  );
  if (changed.__typename !== 'PasswordChanged') throw new Error(JSON.stringify(changed));
}

/** Brings a person to an app by his first login; gives the URI that his app holds, and moves on to the next code. */
export async function giveDevice(house: House, userId: string, secret: string): Promise<string> {
  const offered = await house.password(flowIdOf(await house.begin(userId)), secret);
  const device = await house.mutate(`registerDevice(flowId: "${flowIdOf(offered)}")`);
  const uri = String(device['otpauthUri']);
  const signedIn = await house.totp(flowIdOf(device), totpCode(uri, house.clock.now()));
  if (signedIn.__typename !== 'SignedIn') throw new Error(JSON.stringify(signedIn));
  house.clock.advance(60_000);
  return uri;
}

/** Brings a person onto codes by mail by his first login. */
export async function giveMailChannel(house: House, userId: string, secret: string): Promise<void> {
  const offered = await house.password(flowIdOf(await house.begin(userId)), secret);
  const warned = await house.mutate(`skipDeviceRegistration(flowId: "${flowIdOf(offered)}")`);
  const asked = await house.mutate(
    `acceptEmailOtpRisk(flowId: "${flowIdOf(warned)}", warningVersion: "${String(warned['warningVersion'])}")`,
  );
  const signedIn = await house.emailOtp(flowIdOf(asked), await house.mailedCode(userId));
  if (signedIn.__typename !== 'SignedIn') throw new Error(JSON.stringify(signedIn));
  house.clock.advance(60_000);
}

/** A flow that waits for the second factor. */
export async function untilSecondFactor(
  house: House,
  userId: string,
  secret: string,
  application: Application = 'CCMS',
): Promise<string> {
  const asked = await house.password(flowIdOf(await house.begin(userId, application)), secret);
  if (asked.__typename !== 'ProofsOffered') throw new Error(JSON.stringify(asked));
  return flowIdOf(asked);
}

/** A plugin that counts how often it compared an answer with a real person's secret. */
export function counting(plugin: AuthenticatorPlugin): {
  readonly plugin: AuthenticatorPlugin;
  readonly compared: () => number;
} {
  let compared = 0;
  return {
    compared: () => compared,
    plugin: {
      manifest: plugin.manifest,
      create(ports) {
        const running = plugin.create(ports);
        return {
          ...running,
          verify: (flow, subject, answer) => {
            if (subject !== null) compared += 1;
            return running.verify(flow, subject, answer);
          },
        };
      },
    },
  };
}

export function flowIdOf(step: Step): string {
  return (step['flow'] as { id: string } | undefined)?.id ?? `no flow in ${JSON.stringify(step)}`;
}

export const person = (change: Partial<Standing> = {}): Standing => ({
  profileUuid: '018f0000-0000-7000-8000-000000000101',
  userId: 'HKABC101',
  participant: 'ABC',
  email: 'chan.tai.man@abc.example',
  usable: true,
  applications: ['CCMS'],
  securityVersion: 1,
  smartcardAllowed: true,
  srn: null,
  certificateExpiry: null,
  permitted: ['LOG_IN_BY_SMARTCARD', 'LOG_IN_BY_TWO_FACTOR'],
  signIns: [
    'PRE_PARALLEL:LOG_IN_BY_SMARTCARD',
    'PARALLEL:LOG_IN_BY_SMARTCARD',
    'PARALLEL:LOG_IN_BY_TWO_FACTOR',
    'END:LOG_IN_BY_TWO_FACTOR',
  ],
  phase: 'PARALLEL',
  ...change,
});
