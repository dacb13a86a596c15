import type { Transaction } from './database.ts';
import { channelOf } from './sql-channel.ts';
import type { SqlValue } from './sql-value.ts';

/**
 * Runs one statement and tells how many rows it matched, the same on both engines. A matched row that already held the
 * new values counts, so a guarded UPDATE must change its guard column in the same statement (node-mysql2 #875).
 */
export async function execute(tx: Transaction, sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
  return (await channelOf(tx).run(sql, parameters)).affected;
}

/** Runs one SELECT and gives its rows as plain records; BIGINT columns arrive as numbers. */
export async function query<Row>(
  tx: Transaction,
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
  return (await channelOf(tx).run(sql, parameters)).rows as readonly Row[];
}
