import { approvalsMigrations, approvalsRows } from '@countersign/approvals';
import { authenticationMigrations, authenticationRows } from '@countersign/authentication';
import { identityMigrations, identityRows } from '@countersign/identity';
import type { Database } from '@countersign/platform';
import type { Ground } from './ground.ts';
import { openTables } from './open-stores.ts';

/** Opens every part's tables, for commands that work on them without serving. */
export async function openAllTables(ground: Ground): Promise<Readonly<Record<string, Database>>> {
  return {
    identity: await openIdentityTables(ground),
    authentication: await openAuthenticationTables(ground),
    approvals: await openTables(ground, { name: 'approvals', rows: approvalsRows, migrations: approvalsMigrations }),
  };
}

/** Opens identity's tables alone. */
export function openIdentityTables(ground: Ground): Promise<Database> {
  return openTables(ground, { name: 'identity', rows: identityRows, migrations: identityMigrations });
}

/** Opens authentication's tables alone. */
export function openAuthenticationTables(ground: Ground): Promise<Database> {
  return openTables(ground, {
    name: 'authentication',
    rows: authenticationRows,
    migrations: authenticationMigrations,
  });
}
