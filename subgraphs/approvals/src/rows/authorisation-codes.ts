import { type Transaction, execute, insertIfAbsent, query } from '@countersign/platform';
import { MOST_CONSECUTIVE_FAILURES } from '../authorisation-code/authorisation-code.ts';
import type { AuthorisationCodes } from '../ports/unit-of-work.ts';

interface CodeRow {
  readonly checker_uuid: string;
  readonly version: number;
  readonly revoked_at: number | null;
  readonly consecutive_failures: number;
}

/** What is stored of authorisation codes as one transaction sees it. */
export function authorisationCodes(tx: Transaction): AuthorisationCodes {
  const isOne = async (sql: string, values: readonly (string | number)[]) => (await execute(tx, sql, values)) === 1;
  return {
    async find(checkerUuid) {
      const sql =
        'SELECT checker_uuid, version, revoked_at, consecutive_failures FROM authorisation_code WHERE checker_uuid = ?';
      const [row] = await query<CodeRow>(tx, sql, [checkerUuid]);
      return row === undefined
        ? null
        : {
            checkerUuid: row.checker_uuid,
            version: Number(row.version),
            revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at),
            consecutiveFailures: Number(row.consecutive_failures),
          };
    },
    issue: (checkerUuid, at) =>
      insertIfAbsent(tx, 'authorisation_code', { checker_uuid: checkerUuid, version: 1, issued_at: at.getTime() }),
    takeAttempt: (checkerUuid) =>
      isOne(
        `UPDATE authorisation_code SET consecutive_failures = consecutive_failures + 1
          WHERE checker_uuid = ? AND revoked_at IS NULL AND consecutive_failures < ?`,
        [checkerUuid, MOST_CONSECUTIVE_FAILURES],
      ),
    async giveBackAttempt(checkerUuid) {
      const sql =
        'UPDATE authorisation_code SET consecutive_failures = consecutive_failures - 1 WHERE checker_uuid = ? AND consecutive_failures > 0';
      await execute(tx, sql, [checkerUuid]);
    },
    async forgetFailures(checkerUuid) {
      await execute(tx, 'UPDATE authorisation_code SET consecutive_failures = 0 WHERE checker_uuid = ?', [checkerUuid]);
    },
    revoke: (checkerUuid, at) =>
      isOne('UPDATE authorisation_code SET revoked_at = ? WHERE checker_uuid = ? AND revoked_at IS NULL', [
        at.getTime(),
        checkerUuid,
      ]),
    renew: ({ checkerUuid, version }, at) =>
      isOne(
        `UPDATE authorisation_code SET version = version + 1, issued_at = ?, revoked_at = NULL, consecutive_failures = 0
          WHERE checker_uuid = ? AND version = ?`,
        [at.getTime(), checkerUuid, version],
      ),
  };
}
