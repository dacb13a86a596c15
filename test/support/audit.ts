import type { Stack } from './stacks.ts';
import type { PartName } from './tables.ts';

/** One row of a part's audit, as written. */
export interface AuditRow {
  readonly action: string;
  readonly outcome: 'SUCCESS' | 'REFUSED' | 'FAILURE';
  readonly actor: string;
  readonly target: string | null;
  readonly request_id: string | null;
  readonly code: string | null;
  readonly before_json: string | null;
  readonly after_json: string | null;
}

/** The audit rows that name this change request, of every part, oldest first within each. */
export async function auditOfRequest(stack: Stack, requestId: string): Promise<readonly AuditRow[]> {
  const parts: readonly PartName[] = ['approvals', 'identity'];
  const rows = await Promise.all(
    parts.map(async (part) =>
      (await stack.tables(part)).rows<AuditRow>('SELECT * FROM audit_entry WHERE request_id = ? ORDER BY seq', [
        requestId,
      ]),
    ),
  );
  return rows.flat();
}

/** The audit rows of a part that name this user as actor or target, oldest first. */
export async function auditOfUser(stack: Stack, part: PartName, userId: string): Promise<readonly AuditRow[]> {
  const tables = await stack.tables(part);
  return tables.rows<AuditRow>('SELECT * FROM audit_entry WHERE actor = ? OR target = ? ORDER BY seq', [
    userId,
    userId,
  ]);
}
