import { pageOf } from '@countersign/platform';
import type { ApprovalsReport } from './approvals-report.ts';
import { openingCells, openingColumns, outcomeOf, REPORTED_COLUMNS, type ReportedRequest } from './reported-request.ts';
import { afterKey, keyText } from './request-key.ts';
import { writtenFields } from './written-values.ts';

/** R10: what waits for a checker, or was decided and is not applied yet, the oldest first (domain 6). */
export const openRequests: ApprovalsReport = {
  name: 'openRequests',
  title: 'Open Requests',
  description: 'Requests that wait for a checker or for their effect, the oldest first.',
  needs: { audience: 'PARTICIPANT', acrossParticipants: true },
  args: { participant: 'ID' },
  columns: [
    ...openingColumns,
    { key: 'fields', title: 'Fields' },
    { key: 'state', title: 'State' },
    { key: 'expiresAt', title: 'Expires' },
    { key: 'formReference', title: 'Form' },
  ],
  async lines(reader, _args, { after, size }) {
    const key = afterKey(after);
    const tenant = reader.participant === undefined ? [] : [reader.participant];
    const rows = await reader.select<ReportedRequest>(
      `SELECT ${REPORTED_COLUMNS} FROM change_request r
        WHERE r.state IN ('SUBMITTED', 'AUTHORISED') AND (r.state = 'AUTHORISED' OR r.expires_at > ?)
          ${tenant.length === 0 ? '' : 'AND r.participant = ?'}${key.sql} ORDER BY r.submitted_at, r.id LIMIT ${size + 1}`,
      [reader.at.getTime(), ...tenant, ...key.values],
    );
    return pageOf(rows, size, keyText, (row) => [
      ...openingCells(row),
      writtenFields([row.before_json, row.after_json], reader.hiddenFields),
      outcomeOf(row, reader.at),
      new Date(Number(row.expires_at)),
      row.form_reference,
    ]);
  },
};
