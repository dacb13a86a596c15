import 'reflect-metadata';
import type { AuthenticatorPlugin, Manifest, Phase, Ports } from '@countersign/authenticator-kit';
import {
  auditTrailModule,
  type Clock,
  type Database,
  type EventBus,
  Fault,
  type Logger,
  type Mailer,
  type SecretBox,
  type Subgraph,
  type SubgraphClient,
  type VolatileStore,
  createSubgraphRuntime,
  reportModule,
} from '@countersign/platform';
import type { NonEmptyArray } from 'type-graphql';
import { changeJudgeOf } from './changes/change-judge.ts';
import { type EscrowedKey, escrowKeys } from './changes/unblocking-keys.ts';
import { passwordGate } from './failure-budget/password-gate.ts';
import { flowStore } from './flow/flow-store.ts';
import { AccountChangeResolver } from './graphql/account-change-resolver.ts';
import { authenticationAuditTrail } from './graphql/audit-trail.ts';
import { authenticationReportDesk } from './graphql/authentication-report-desk.ts';
import { FlowResolver } from './graphql/flow-resolver.ts';
import { InitialPinResolver } from './graphql/initial-pin-resolver.ts';
import { LoginOptionsResolver } from './graphql/login-options-resolver.ts';
import { pluginModule } from './graphql/plugin-module.ts';
import { OwnAccountResolver } from './graphql/own-account-resolver.ts';
import { OwnFactorsResolver } from './graphql/own-factors-resolver.ts';
import { SessionResolver } from './graphql/session-resolver.ts';
import { TokenResolver } from './graphql/token-resolver.ts';
import { userProfileReference } from './graphql/user-profile-reference.ts';
import { UserProfile } from './graphql/user-profile-type.ts';
import { type AuthenticatorSet, authenticatorSet } from './install/authenticator-set.ts';
import { checkPhases, checkSet } from './install/check-set.ts';
import { migrateTables } from './install/migrate-tables.ts';
import { phaseWatch } from './install/phase-watch.ts';
import { mailQueue } from './notification/mail-queue.ts';
import { noticeRelay } from './notification/notice-relay.ts';
import { onEvent } from './notification/on-event.ts';
import type { Parts } from './parts.ts';
import { peopleOf } from './people.ts';
import { type AuthenticationPolicy, defaultPolicy } from './policy.ts';
import { endCutOffSessions } from './session/end-cut-off-sessions.ts';
import type { LoginTokens } from './session/issue-login-token.ts';
import { sessionFinder } from './session/session-finder.ts';
import { sessionKeepers } from './session/session-keepers.ts';
import { sweeper } from './upkeep/sweeper.ts';

type ResolverClass = new (parts: Parts) => object;
const resolverClasses: NonEmptyArray<ResolverClass> = [
  FlowResolver,
  OwnFactorsResolver,
  OwnAccountResolver,
  SessionResolver,
  TokenResolver,
  LoginOptionsResolver,
  AccountChangeResolver,
  InitialPinResolver,
];

/** What the authentication subgraph is composed of. */
export interface AuthenticationOptions {
  readonly database: Database;
  readonly volatile: VolatileStore;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly logger: Logger;
  readonly secrets: SecretBox;
  readonly identity: SubgraphClient;
  readonly plugins: readonly AuthenticatorPlugin[];
  /** Manifests of what the API names and this installation lacks; their fields answer that the method is not offered. */
  readonly notInstalled?: readonly Manifest[];
  /** Unblocking keys of smartcards that are to be in custody, for PIN resets. */
  readonly unblockingKeys?: readonly EscrowedKey[];
  /** Where people meet the product, for the plugins. */
  readonly site: Ports['site'];
  /** Keys and audiences of login tokens; without them none are issued. */
  readonly tokens?: LoginTokens | null;
  readonly policy?: Partial<AuthenticationPolicy>;
}

/** Builds the authentication subgraph; refuses a set of plugins that cannot stand together (design 5). */
export function createAuthentication(options: AuthenticationOptions): Subgraph & { readonly sdl: string } {
  const { database, volatile, mailer, clock, logger, secrets, plugins } = options;
  const policy: AuthenticationPolicy = { ...defaultPolicy, ...options.policy };
  refuseOn(checkSet(plugins));
  const mail = mailQueue({ mailer, clock, logger });
  const sweeping = sweeper({ database, clock, logger, retention: policy.retention });
  const notices = noticeRelay({ database, mailer, clock, logger });
  const authenticators = authenticatorSet(
    plugins,
    { clock, database, volatile, secrets, mail: mail.port, site: options.site },
    {
      timeoutMs: policy.pluginTimeoutMs,
      startMs: policy.pluginStartMs,
      retryMs: policy.pluginRetryMs,
      drainMs: policy.phaseGraceMs,
      logger,
    },
  );
  const parts: Parts = {
    database,
    volatile,
    clock,
    logger,
    policy,
    authenticators,
    people: peopleOf(options.identity),
    judge: changeJudgeOf(options.identity),
    secrets,
    sessions: sessionFinder(database),
    keepers: sessionKeepers(options.identity),
    tokens: options.tokens ?? null,
    flows: flowStore(volatile, () => clock.now().getTime()),
    passwordGate: passwordGate({ volatile, database, clock, policy }),
    pokeNotices: notices.poke,
  };
  const watch = phaseWatch({
    phase: () => parts.people.phase(),
    follow: (phase) => authenticators.follow(phase),
    changed: (phase) => endCutOffSessions(parts, phase),
    everyMs: policy.phaseWatchMs,
    logger,
  });
  const instances = new Map<unknown, object>(resolverClasses.map((each) => [each, new each(parts)]));
  const runtime = createSubgraphRuntime({
    name: 'authentication',
    resolvers: resolverClasses,
    container: { get: (wanted: unknown) => instances.get(wanted) },
    orphanedTypes: [UserProfile],
    modules: [
      ...plugins.map((plugin) => pluginModule(parts, plugin.manifest)),
      ...(options.notInstalled ?? []).map((manifest) => pluginModule(parts, manifest)),
      reportModule(authenticationReportDesk({ database, clock, identity: options.identity, policy })),
      auditTrailModule(authenticationAuditTrail({ database, clock, identity: options.identity })),
    ],
    references: { UserProfile: userProfileReference(parts) },
    logger,
  });
  options.bus.subscribe('authentication', onEvent(parts));

  return {
    name: 'authentication',
    schema: runtime.schema,
    sdl: runtime.sdl,
    execute: runtime.execute,
    async start() {
      const manifests = plugins.map((plugin) => plugin.manifest);
      await migrateTables(database, manifests, clock.now().getTime());
      const keys = options.unblockingKeys ?? [];
      await escrowKeys(database, secrets, { keys, now: clock.now().getTime() });
      const phase = await parts.people.phase();
      refuseOn(checkPhases(plugins, phase));
      await authenticators.follow(phase);
      refuseWithoutLogin(authenticators, phase);
      watch.start();
      notices.start();
      sweeping.start();
    },
    async stop() {
      await watch.stop();
      await sweeping.stop();
      await notices.stop();
      await mail.stop();
      await authenticators.stop();
    },
    async ready() {
      await Promise.all([database.ping(), volatile.ping()]);
    },
  };
}

/** One plugin that fails leaves the others at work; when nobody could sign in without it, the program had better not start. */
function refuseWithoutLogin(authenticators: AuthenticatorSet, phase: Phase): void {
  const [fault] = authenticators.faults();
  if (fault === undefined || authenticators.routes('LOGIN', phase).length > 0) return;
  throw fault[1];
}

function refuseOn(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new Fault('AUTHENTICATOR_SET_UNUSABLE', `The installed authenticators cannot be used: ${problems.join('; ')}.`);
}
