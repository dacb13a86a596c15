import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLogger } from '../telemetry/logger.ts';
import { auditMigration } from './append-audit.ts';
import { auditSearchMigration } from './audit-search-migration.ts';
import { auditTrailSuite } from './audit-trail.suite.ts';

describe('an audit in one file', () => {
  let directory: string;
  let database: Database;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'countersign-'));
    database = await openDatabase({
      url: `sqlite:${directory}`,
      name: 'unit',
      migrations: [auditMigration(1), auditSearchMigration(2)],
      logger: createLogger({ level: 'silent', part: 'test' }),
    });
  });
  afterAll(async () => {
    await database.close();
    await rm(directory, { recursive: true });
  });
  auditTrailSuite(() => database);
});
