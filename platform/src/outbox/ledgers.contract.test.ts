import { afterAll, beforeAll, describe } from '@jest/globals';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { auditMigration } from '../audit/append-audit.ts';
import { auditSuite } from '../audit/append-audit.suite.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLogger } from '../telemetry/logger.ts';
import { outboxMigrations, outboxSuite } from './outbox.suite.ts';

describe('outbox and audit on MySQL', () => {
  let server: TestMariaDb;
  let database: Database;
  beforeAll(async () => {
    server = await startMariaDb();
    const logger = createLogger({ level: 'silent', part: 'test' });
    database = await openDatabase({
      url: server.url,
      name: 'unit',
      migrations: [...outboxMigrations, auditMigration(3)],
      logger,
    });
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });
  outboxSuite(() => database);
  auditSuite(() => database);
});
