import type { PoolConnection } from 'mysql2';
import type { DataSource } from 'typeorm';
import { mysqlChannel } from './mysql-connection.ts';
import { asStatementFailed } from './statement-failed.ts';
import type { Unit } from './unit-of-work.ts';
import { PatienceEnded, within } from './within.ts';

/** Waiting for a connection, whether from a full pool or from a server that does not answer. */
const ACQUIRE_MS = 1_700;
const UNDO_MS = 1_000;

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
  return {
    tx: runner.manager,
    channel: mysqlChannel(connection, statementMs),
    begin: () => step(runner.startTransaction(), statementMs),
    commit: () => step(runner.commitTransaction(), statementMs),
    async rollback() {
      if (!runner.isTransactionActive) return;
      // A connection that cannot even roll back must not serve anyone else.
      await step(runner.rollbackTransaction(), UNDO_MS).catch(() => connection.destroy());
    },
    release: () => runner.release(),
  };
}
