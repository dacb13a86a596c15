import type { PluginTransaction } from '@countersign/authenticator-kit';
import { type Transaction, execute, insertIfAbsent, query } from '@countersign/platform';

type Values = Parameters<typeof execute>[2];

/** The host's transaction as a plugin sees it. */
export function pluginTransaction(tx: Transaction): PluginTransaction {
  return {
    query: <Row>(sql: string, parameters: readonly unknown[]) => query<Row>(tx, sql, parameters as Values),
    execute: (sql, parameters) => execute(tx, sql, parameters as Values),
    insertIfAbsent: (table, row) => insertIfAbsent(tx, table, row),
  };
}
