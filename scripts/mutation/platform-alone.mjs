// What sessions and budgets use of the platform, on the embedded engine in memory: the whole of it takes seconds to load, and
// is loaded anew for every mutant. Statements, units of work and the engine are the product's own; the mapper is left out.
import Libsql from 'libsql';
import { sqliteChannel, sqliteUnit } from '../../platform/src/database/sqlite-unit.ts';
import { runUnit } from '../../platform/src/database/unit-of-work.ts';

export { auditMigration } from '../../platform/src/audit/append-audit.ts';
export { auditSealMigration } from '../../platform/src/audit/audit-seal-migration.ts';
export { auditSearchMigration } from '../../platform/src/audit/audit-search-migration.ts';
export { inBatches } from '../../platform/src/batch/in-batches.ts';
export { AdjustableClock } from '../../platform/src/clock/adjustable-clock.ts';
export { insertIfAbsent } from '../../platform/src/database/insert.ts';
export { marksFor } from '../../platform/src/database/marks.ts';
export { bothEngines } from '../../platform/src/database/migration.ts';
export { execute, query } from '../../platform/src/database/statement.ts';
export { tableMigration } from '../../platform/src/database/table-migration.ts';
export { handledEventMigration } from '../../platform/src/outbox/handled-once.ts';
export { sha256 } from '../../platform/src/secrets/compare.ts';
export { newId } from '../../platform/src/secrets/new-id.ts';
export { randomToken } from '../../platform/src/secrets/random.ts';
export { memoryVolatileStore } from '../../platform/src/volatile-store/memory-volatile-store.ts';

export const createLogger = () => null;

/** Both of these tests' databases are used by one test after the other, so units of work need no queue. */
export const openDatabase = async ({ migrations }) => {
  const connection = new Libsql(':memory:');
  const mapper = {
    options: { type: 'better-sqlite3' },
    driver: { databaseConnection: connection },
    createQueryRunner: () => ({ manager: {} }),
  };
  const runner = {
    dataSource: mapper,
    query: async (sql) => connection.exec(sql),
    hasColumn: async () => false,
    getTable: async () => undefined,
  };
  for (const Migration of migrations) await new Migration().up(runner);
  const channel = sqliteChannel(connection);
  const unit = (transactional) => (work) => runUnit(sqliteUnit(mapper, channel), work, transactional);
  return {
    transaction: unit(true),
    read: unit(false),
    autocommit: unit(false),
    close: async () => connection.close(),
  };
};
