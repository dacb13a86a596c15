import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { houseMigrationSuite } from './house-migrations.suite.ts';

describe('an upgrade on SQLite', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-identity-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  houseMigrationSuite(async (name) => ({ url: `sqlite:${folder}`, name }));
});
