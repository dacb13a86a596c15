import { describe, expect, it } from '@jest/globals';
import type { Database } from '../database/database.ts';
import { query } from '../database/statement.ts';
import { appendAudit } from './append-audit.ts';

/** What the audit must do on every engine. */
export function auditSuite(database: () => Database): void {
  describe('the audit', () => {
    it('keeps who, what, before and after in the transaction it describes', async () => {
      await database().transaction((tx) =>
        appendAudit(tx, {
          at: new Date('2026-07-01T02:03:04.005Z'),
          action: 'change.authorised',
          outcome: 'SUCCESS',
          actor: 'HKABC1X1',
          participant: 'ABC',
          target: 'HKABC101',
          code: 'AUTHORISED',
          before: { email: 'old@example.com' },
          after: { email: 'new@example.com', participant: { code: 'ABC' } },
        }),
      );
      const [row] = await database().read((tx) =>
        query<Record<string, unknown>>(tx, 'SELECT * FROM audit_entry WHERE actor = ?', ['HKABC1X1']),
      );
      expect(row).toMatchObject({
        at: 1_782_871_384_005,
        action: 'change.authorised',
        target: 'HKABC101',
        flow_id: null,
        before_json: '{"email":"old@example.com"}',
        after_json: '{"email":"new@example.com","participant":{"code":"ABC"}}',
      });
    });

    it('leaves no row of a decision that was rolled back', async () => {
      const failing = database().transaction(async (tx) => {
        await appendAudit(tx, { at: new Date(0), action: 'never', outcome: 'FAILURE', actor: 'anonymous' });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await database().read((tx) => query(tx, "SELECT seq FROM audit_entry WHERE action = 'never'"))).toEqual(
        [],
      );
    });

    it('writes no password, code of a person, token or seed, wherever a caller put one (O19)', async () => {
      const canary = 'canary-secret';
      await database().transaction((tx) =>
        appendAudit(tx, {
          at: new Date(0),
          action: 'canary',
          outcome: 'SUCCESS',
          actor: 'service:authentication',
          after: {
            password: canary,
            nested: [{ sessionToken: canary, authorisationCode: canary, totpSeed: canary, otp: canary }],
          },
        }),
      );
      const rows = await database().read((tx) => query(tx, "SELECT * FROM audit_entry WHERE action = 'canary'"));
      expect(JSON.stringify(rows)).not.toContain(canary);
    });
  });
}
