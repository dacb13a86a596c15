import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mysql from 'mysql2/promise';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { execute } from '../database/statement.ts';
import { tableMigration } from '../database/table-migration.ts';
import { createLogger } from '../telemetry/logger.ts';
import { appendAudit, auditMigration } from './append-audit.ts';
import { sealingPasses } from './audit-sealer.ts';
import { auditSealMigration } from './audit-seal-migration.ts';
import { verifyAudit } from './verify-audit.ts';

const logger = createLogger({ level: 'silent', part: 'test' });
const clock = new AdjustableClock(new Date('2026-07-01T02:00:00.000Z'));
const script = path.resolve(import.meta.dirname, '../../../deploy/mysql-append-only.sql');
const migrations = [auditMigration(1), auditSealMigration(2), tableMigration(3, 'other', ['id BIGINT PRIMARY KEY'])];

describe('the account of deploy/mysql-append-only.sql', () => {
  let server: TestMariaDb;
  let admin: mysql.Connection;
  let account: string;
  let database: Database;
  beforeAll(async () => {
    server = await startMariaDb();
    const made = await openDatabase({ url: server.url, name: 'unit', migrations, logger });
    await made.close();
    admin = await mysql.createConnection({ uri: server.url.replace(/\/[^/]*$/, ''), multipleStatements: true });
    const url = new URL(server.url);
    account = url.pathname.slice(1);
    await admin.query(`CREATE USER '${account}'@'%' IDENTIFIED BY 'secret'`);
    await admin.query('SET @account = ?, @databases = ?', [`'${account}'@'%'`, `${account}\\_%`]);
    const [answers] = await admin.query<mysql.RowDataPacket[][]>(readFileSync(script, 'utf8'));
    const grants = answers
      .filter(Array.isArray)
      .flat()
      .map((row) => String(Object.values(row)[0]));
    for (const grant of grants) await admin.query(grant);
    url.username = account;
    url.password = 'secret';
    database = await openDatabase({ url: url.href, name: 'unit', migrations, logger });
  });
  afterAll(async () => {
    await database.close();
    await admin.query(`DROP USER '${account}'@'%'`);
    await admin.end();
    await server.stop();
  });

  it('starts on tables that are there, writes audit rows and seals them', async () => {
    await database.transaction((tx) =>
      appendAudit(tx, { at: clock.now(), action: 'change.apply', outcome: 'SUCCESS', actor: 'HKABC1X1' }),
    );
    await sealingPasses({ database, part: 'unit', clock, logger, anchor: null, lagMs: 0 })();
    const verdict = await verifyAudit({
      database,
      part: 'unit',
      parts: ['unit'],
      anchor: null,
      report: () => undefined,
    });
    expect(verdict).toMatchObject({ sound: true, rows: 1, seals: 1 });
  });

  it.each([
    `UPDATE audit_entry SET actor = 'x'`,
    'DELETE FROM audit_entry',
    `UPDATE audit_seal SET seal = 'x'`,
    'DELETE FROM audit_seal',
    'DROP TABLE audit_entry',
    'TRUNCATE TABLE audit_seal',
    'ALTER TABLE audit_entry DROP COLUMN actor',
  ])('may not %s', async (sql) => {
    await expect(database.transaction((tx) => execute(tx, sql))).rejects.toThrow(/denied/);
  });

  it('does with other tables what the parts need', async () => {
    await database.transaction(async (tx) => {
      await execute(tx, 'INSERT INTO other (id) VALUES (1)');
      expect(await execute(tx, 'UPDATE other SET id = 2')).toBe(1);
      expect(await execute(tx, 'DELETE FROM other')).toBe(1);
    });
  });
});
