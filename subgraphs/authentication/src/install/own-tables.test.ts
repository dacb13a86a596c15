import { describe, expect, it } from '@jest/globals';
import type { PluginTransaction } from '@countersign/authenticator-kit';
import { objectionTo, ownTables } from './own-tables.ts';

const prefix = 'authenticator_paper_';

describe('the tables that a plugin may use', () => {
  it.each([
    'SELECT a, b FROM authenticator_paper_code WHERE a IN (?, ?) ORDER BY a, b LIMIT 1 FOR UPDATE',
    'UPDATE authenticator_paper_code SET a = ?, b = b + 1 WHERE a = ?',
    'INSERT INTO authenticator_paper_code (a, b) VALUES (?, ?), (?, ?) ON DUPLICATE KEY UPDATE b = ?',
    'INSERT OR IGNORE INTO authenticator_paper_code (a) VALUES (?)',
    'INSERT INTO authenticator_paper_code (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = ?',
    'DELETE FROM authenticator_paper_code WHERE a = ? AND b = (SELECT max(b) FROM authenticator_paper_list)',
    'SELECT x.a FROM authenticator_paper_code x JOIN authenticator_paper_list y ON f(x.a, 1) = y.a',
    "SELECT a FROM authenticator_paper_code WHERE b = 'from session'",
    'SELECT a FROM (SELECT a, b FROM authenticator_paper_code) inner_one',
  ])('are its own: %s', (sql) => {
    expect(objectionTo(sql, prefix)).toBeNull();
  });

  it.each([
    'SELECT * FROM session',
    'SELECT * FROM "session"',
    "SELECT * FROM 'session'",
    'SELECT * FROM `session`',
    'SELECT * FROM authenticator_totp_device',
    'SELECT * FROM authenticator_paper_code, session',
    'SELECT * FROM authenticator_paper_code AS one , session',
    'SELECT * FROM authenticator_paper_code JOIN authenticator_paper_list ON 1 = 1, session',
    'SELECT * FROM (authenticator_paper_code, session)',
    'SELECT * FROM (SELECT 1) x, session',
    'SELECT * FROM authenticator_paper_code WHERE a = (SELECT token_digest FROM session)',
    'SELECT a FROM authenticator_paper_code UNION SELECT token_digest FROM session',
    'SELECT * FROM authenticator_paper_x.session',
    'UPDATE account SET locked_at = NULL',
    'UPDATE authenticator_paper_code, account SET locked_at = NULL',
    'INSERT INTO session (id) VALUES (?)',
    'INSERT session (id) VALUES (?)',
    'REPLACE INTO session (id) VALUES (?)',
    'DELETE FROM session',
    'DELETE session FROM session JOIN authenticator_paper_code',
    'SELECT * FROM/**/session',
    'SELECT 1; DELETE FROM session',
    'DROP TABLE session',
    'PRAGMA journal_mode',
    'ATTACH DATABASE ? AS other',
    'WITH s AS (SELECT * FROM session) SELECT * FROM s',
    '',
  ])('are no others: %s', (sql) => {
    expect(objectionTo(sql, prefix)).not.toBeNull();
  });

  it('refuses before the statement reaches the database', async () => {
    const reached: string[] = [];
    const tx: PluginTransaction = {
      query: async (sql) => (reached.push(sql), []),
      execute: async (sql) => reached.push(sql),
      insertIfAbsent: async (table) => reached.push(table) > 0,
    };
    const own = ownTables({ id: 'paper' }, tx);
    await expect(own.query('SELECT * FROM session', [])).rejects.toThrow('own tables');
    await expect(own.execute('DELETE FROM session', [])).rejects.toThrow('own tables');
    await expect(own.insertIfAbsent('session', {})).rejects.toThrow('own tables');
    expect(reached).toEqual([]);
    await own.query('SELECT a FROM authenticator_paper_code', []);
    await own.execute('DELETE FROM authenticator_paper_code', []);
    expect(await own.insertIfAbsent('authenticator_paper_code', {})).toBe(true);
    expect(reached).toHaveLength(3);
  });
});
