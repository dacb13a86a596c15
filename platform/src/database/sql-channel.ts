import type { Transaction } from './database.ts';
import type { SqlValue } from './sql-value.ts';

/** What a statement came to. */
export interface StatementOutcome {
  /** Rows that an INSERT, UPDATE or DELETE matched. */
  readonly affected: number;
  readonly rows: readonly unknown[];
}

/** One unit of work's way to its engine, past the mapper: prepared statements on the unit's own connection. */
export interface SqlChannel {
  run(sql: string, parameters: readonly SqlValue[]): Promise<StatementOutcome>;
}

const channels = new WeakMap<Transaction, SqlChannel>();

/** Ties a unit of work to its channel for as long as it runs. */
export function openChannel(tx: Transaction, channel: SqlChannel): void {
  channels.set(tx, channel);
}

/** Ends it: a statement that comes later, through work nobody awaited, is an error and never a write on someone else's turn. */
export function closeChannel(tx: Transaction): void {
  channels.delete(tx);
}

export function channelOf(tx: Transaction): SqlChannel {
  const channel = channels.get(tx);
  if (channel === undefined)
    throw new Error('This unit of work has ended, or was not opened by database.transaction or database.read.');
  return channel;
}
