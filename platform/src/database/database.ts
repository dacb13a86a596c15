import type { EntityManager } from 'typeorm';

/** A unit of work's own connection. Everything inside a transaction goes through it, never through the database again. */
export type Transaction = EntityManager;

/** How long one statement may take before the engine counts as out of reach; 2,000 ms unless told. For imports and reports. */
export interface Patience {
  readonly statementMs?: number;
}

/**
 * One subgraph's tables. On SQLite transactions and reads queue for the one connection; on MySQL they use a pool at
 * READ COMMITTED. Calling the database from inside its own transaction throws (it would wait for itself).
 */
export interface Database {
  readonly engine: 'sqlite' | 'mysql';
  /**
   * Runs work in one transaction: commits when it resolves, rolls back when it rejects. A deadlock, a lock wait timeout
   * or MariaDB's "record has changed" repeats the whole work up to 3 times, so work must have no effect outside the database.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, patience?: Patience): Promise<T>;
  /** Reads outside a transaction. */
  read<T>(work: (tx: Transaction) => Promise<T>, patience?: Patience): Promise<T>;
  /**
   * Runs statements that each commit by themselves: a guarded write that needs no company costs one round trip
   * instead of three. A conflict repeats the whole work.
   */
  autocommit<T>(work: (tx: Transaction) => Promise<T>, patience?: Patience): Promise<T>;
  /** Throws DependencyUnavailable when the engine does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
