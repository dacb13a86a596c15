import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { auditMigration } from '../audit/append-audit.ts';
import { auditSuite } from '../audit/append-audit.suite.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLogger } from '../telemetry/logger.ts';
import { outboxMigrations, outboxSuite } from './outbox.suite.ts';

describe('outbox and audit in one file', () => {
  let directory: string;
  let database: Database;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'countersign-'));
    const logger = createLogger({ level: 'silent', part: 'test' });
    database = await openDatabase({
      url: `sqlite:${directory}`,
      name: 'unit',
      migrations: [...outboxMigrations, auditMigration(3)],
      logger,
    });
  });
  afterAll(async () => {
    await database.close();
    await rm(directory, { recursive: true });
  });
  outboxSuite(() => database);
  auditSuite(() => database);
});
