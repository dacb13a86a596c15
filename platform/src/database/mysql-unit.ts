import type { PoolConnection } from 'mysql2';
import type { DataSource } from 'typeorm';
import { mysqlChannel } from './mysql-connection.ts';
import { asStatementFailed } from './statement-failed.ts';
import type { Unit } from './unit-of-work.ts';
import { PatienceEnded, within } from './within.ts';

/** Waiting for a connection, whether from a full pool or from a server that does not answer. */
const ACQUIRE_MS = 1_700;
const UNDO_MS = 1_000;

/** Straight to the driver: the mapper's own way costs a stack trace each time. */
function say(connection: PoolConnection, words: 'START TRANSACTION' | 'COMMIT' | 'ROLLBACK'): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(words, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** Takes a connection of the pool for one unit of work. */
export async function mysqlUnit(dataSource: DataSource, statementMs: number): Promise<Unit> {
  const runner = dataSource.createQueryRunner();
  const connection = await within(ACQUIRE_MS, 'The database', runner.connect() as Promise<PoolConnection>, (late) =>
    late.release(),
  ).catch((error: unknown) => {
    throw error instanceof PatienceEnded ? error : asStatementFailed(error);
  });
  const step = async (work: Promise<void>, ms: number): Promise<void> => {
    try {
      await within(ms, 'The database', work);
    } catch (error) {
      if (!(error instanceof PatienceEnded)) throw asStatementFailed(error);
      connection.destroy();
      throw error;
    }
  };
  // The mapper must still know, or a repository's save would begin once more.
  const state = runner as unknown as { isTransactionActive: boolean; transactionDepth: number };
  const isOpen = (open: boolean): void => {
    state.isTransactionActive = open;
    state.transactionDepth = open ? 1 : 0;
  };
  return {
    tx: runner.manager,
    channel: mysqlChannel(connection, statementMs),
    async begin() {
      await step(say(connection, 'START TRANSACTION'), statementMs);
      isOpen(true);
    },
    async commit() {
      await step(say(connection, 'COMMIT'), statementMs);
      isOpen(false);
    },
    async rollback() {
      if (!state.isTransactionActive) return;
      isOpen(false);
      // A connection that cannot even roll back must not serve anyone else.
      await step(say(connection, 'ROLLBACK'), UNDO_MS).catch(() => connection.destroy());
    },
    release: () => runner.release(),
  };
}
