import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, execute, openDatabase, query } from '@countersign/platform';
import { authenticationMigrations } from '../rows/migrations.ts';

/** The tables alone, without a house around them: for rules that the database decides. */
export async function openBareDatabase() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-authentication-'));
  const logger = createLogger({ level: 'silent', part: 'authentication' });
  const migrations = authenticationMigrations;
  const database = await openDatabase({
    url: `sqlite:${folder}`,
    name: 'authentication',
    rows: [],
    migrations,
    logger,
  });
  return {
    database,
    run: (sql: string, values: readonly (string | number | null)[] = []) =>
      database.autocommit((tx) => execute(tx, sql, values)),
    rows: (sql: string, values: readonly (string | number | null)[] = []) =>
      database.read((tx) => query<Readonly<Record<string, unknown>>>(tx, sql, values)),
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
