import { execute, insertIfAbsent, newId, query, type Transaction } from '@countersign/platform';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import {
  type AccountTerms,
  FORMER_TOKEN_MS,
  type ServiceAccount,
  type ServiceAccountScope,
} from '../service-account/service-account.ts';

interface AccountRow {
  readonly account_id: string;
  readonly name: string;
  readonly scopes: string;
  readonly addresses: string;
  readonly expires_on: LocalDate;
  readonly enabled: number;
  readonly issue_armed: number;
  readonly token_digest: string | null;
  readonly former_digest: string | null;
  readonly former_until: number | null;
  readonly token_issued_at: number | null;
  readonly last_used_at: number | null;
  readonly version: number;
}

const instant = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

function accountOf(row: AccountRow): ServiceAccount {
  return {
    accountId: row.account_id,
    name: row.name,
    scopes: words(row.scopes) as readonly ServiceAccountScope[],
    addresses: words(row.addresses),
    expiresOn: row.expires_on,
    enabled: row.enabled === 1,
    issueArmed: row.issue_armed === 1,
    tokenDigest: row.token_digest,
    formerDigest: row.former_digest,
    formerUntil: instant(row.former_until),
    tokenIssuedAt: instant(row.token_issued_at),
    lastUsedAt: instant(row.last_used_at),
    version: row.version,
  };
}

const COLUMNS =
  'account_id, name, scopes, addresses, expires_on, enabled, issue_armed, token_digest, former_digest, former_until, token_issued_at, last_used_at, version';

/** The account of that ID, name or token, or null; a token is sought among current and former ones, each by its index. */
export async function findServiceAccount(
  tx: Transaction,
  which: { readonly accountId: string } | { readonly name: string } | { readonly tokenDigest: string },
): Promise<ServiceAccount | null> {
  const by = async (column: string, value: string): Promise<ServiceAccount | null> => {
    const [row] = await query<AccountRow>(tx, `SELECT ${COLUMNS} FROM service_account WHERE ${column} = ?`, [value]);
    return row === undefined ? null : accountOf(row);
  };
  if ('accountId' in which) return by('account_id', which.accountId);
  if ('name' in which) return by('name', which.name);
  return (await by('token_digest', which.tokenDigest)) ?? by('former_digest', which.tokenDigest);
}

/** Every account by name; there are few. */
export async function listServiceAccounts(tx: Transaction): Promise<readonly ServiceAccount[]> {
  return (await query<AccountRow>(tx, `SELECT ${COLUMNS} FROM service_account ORDER BY name LIMIT 500`)).map(accountOf);
}

function columnsOf(terms: AccountTerms) {
  return {
    scopes: terms.scopes.join(' '),
    addresses: terms.addresses.join(' '),
    expires_on: terms.expiresOn,
    enabled: terms.enabled ? 1 : 0,
    issue_armed: terms.issueArmed ? 1 : 0,
  };
}

/**
 * Adds an account without a token (version 0), or writes its terms over the version that was read; false when another
 * change was first. A disabled account loses both tokens in the same statement.
 */
export async function writeServiceAccount(
  tx: Transaction,
  account: AccountTerms,
  { version, at }: { readonly version: number; readonly at: Date },
): Promise<boolean> {
  const now = at.getTime();
  const columns = { ...columnsOf(account), updated_at: now };
  if (version === 0) {
    const row = { account_id: newId(), name: account.name, ...columns, version: 1, created_at: now };
    return insertIfAbsent(tx, 'service_account', row);
  }
  const dead = account.enabled ? '' : ', token_digest = NULL, former_digest = NULL, former_until = NULL';
  const affected = await execute(
    tx,
    `UPDATE service_account SET ${Object.keys(columns)
      .map((column) => `${column} = ?`)
      .join(', ')}${dead}, version = version + 1 WHERE name = ? AND version = ?`,
    [...Object.values(columns), account.name, version],
  );
  return affected === 1;
}

/** Spends the armed issue: whoever asks second finds it spent. The token that stood becomes the former one. */
export async function spendArmedIssue(
  tx: Transaction,
  accountId: string,
  tokenDigest: string,
  at: Date,
): Promise<boolean> {
  const affected = await execute(
    tx,
    // MySQL assigns from left to right: the former digest is taken before the current one is replaced.
    `UPDATE service_account SET former_digest = token_digest, former_until = ?, token_digest = ?, token_issued_at = ?,
      issue_armed = 0, version = version + 1, updated_at = ? WHERE account_id = ? AND issue_armed = 1 AND enabled = 1`,
    [at.getTime() + FORMER_TOKEN_MS, tokenDigest, at.getTime(), at.getTime(), accountId],
  );
  return affected === 1;
}

/** Notes a use or a refusal, at most one in ten minutes; true when this call noted it. */
export async function noteServiceAccount(
  tx: Transaction,
  accountId: string,
  what: 'last_used_at' | 'last_refused_at',
  at: Date,
): Promise<boolean> {
  const affected = await execute(
    tx,
    `UPDATE service_account SET ${what} = ? WHERE account_id = ? AND (${what} IS NULL OR ${what} < ?)`,
    [at.getTime(), accountId, at.getTime() - 600_000],
  );
  return affected === 1;
}
