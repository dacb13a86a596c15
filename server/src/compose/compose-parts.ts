import { createApprovals, approvalsMigrations, approvalsRows } from '@countersign/approvals';
import { authenticationMigrations, authenticationRows, createAuthentication } from '@countersign/authentication';
import { createIdentity, identityMigrations, identityRows } from '@countersign/identity';
import type { Database, EventBus, Mailer, Subgraph, SubgraphClient, VolatileStore } from '@countersign/platform';
import { authenticators, notInstalled } from '../authenticators.ts';
import type { Ground } from './ground.ts';
import type { Keys } from './open-keys.ts';
import { openLoginTokens } from './open-login-tokens.ts';
import { openMatrix } from './open-matrix.ts';
import { openTables } from './open-stores.ts';
import { loadAuthenticators } from '../third-party/load-authenticators.ts';
import { siteOrigins } from '../settings/site-origins.ts';
import { demoUnblockingKeys } from '../smartcards.ts';

const logOf = (ground: Ground, part: string) => ground.logger.child({ subgraph: part });

/** A subgraph together with its tables, for what works on them beside the API (demo data, imports). */
export interface Part {
  readonly subgraph: Subgraph;
  readonly database: Database;
}

/** Identity on its own tables. */
export async function composeIdentity(ground: Ground, parts: { readonly bus: EventBus }): Promise<Part> {
  // A wrong matrix stops the start before anything is opened.
  const matrix = openMatrix(ground.settings);
  const database = await openTables(ground, { name: 'identity', rows: identityRows, migrations: identityMigrations });
  const { clock } = ground;
  return {
    database,
    subgraph: createIdentity({ ...parts, database, clock, matrix, logger: logOf(ground, 'identity') }),
  };
}

/** Authentication on its own tables, with this installation's authenticators. */
export async function composeAuthentication(
  ground: Ground,
  parts: {
    readonly bus: EventBus;
    readonly volatile: VolatileStore;
    readonly mailer: Mailer;
    readonly keys: Keys;
    readonly identity: SubgraphClient;
  },
): Promise<Part> {
  // Issuers that cannot be used stop the start before anything is opened.
  const plugins = [
    ...authenticators(ground.settings),
    ...(await loadAuthenticators(ground.settings.values.COUNTERSIGN_AUTHENTICATORS)),
  ];
  const tables = { name: 'authentication', rows: authenticationRows, migrations: authenticationMigrations };
  // Wrong keys stop the start before anything is opened.
  const tokens = await openLoginTokens(ground);
  const database = await openTables(ground, tables);
  const { bus, volatile, mailer, keys, identity } = parts;
  const subgraph = createAuthentication({
    database,
    volatile,
    mailer,
    clock: ground.clock,
    bus,
    logger: logOf(ground, 'authentication'),
    secrets: keys.secrets,
    tokens,
    identity,
    plugins,
    notInstalled: notInstalled(plugins),
    unblockingKeys: demoUnblockingKeys(ground.settings),
    site: { origins: siteOrigins(ground.settings.values) },
  });
  return { database, subgraph };
}

/** Approvals on its own tables. */
export async function composeApprovals(
  ground: Ground,
  parts: {
    readonly bus: EventBus;
    readonly keys: Keys;
    readonly identity: SubgraphClient;
    readonly authentication: SubgraphClient;
  },
): Promise<Part> {
  const database = await openTables(ground, {
    name: 'approvals',
    rows: approvalsRows,
    migrations: approvalsMigrations,
  });
  const { keys, bus, identity, authentication } = parts;
  const subgraph = createApprovals({
    database,
    clock: ground.clock,
    bus,
    identity,
    authentication,
    logger: logOf(ground, 'approvals'),
    secrets: keys.authorisationCodeSecrets,
  });
  return { database, subgraph };
}
