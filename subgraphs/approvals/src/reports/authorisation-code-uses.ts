import { pageOf } from '@countersign/platform';
import type { ApprovalsReport } from './approvals-report.ts';
import { betweenDays } from './between-days.ts';
import {
  decisionCells,
  openingCells,
  openingColumns,
  outcomeOf,
  REPORTED_COLUMNS,
  type ReportedRequest,
} from './reported-request.ts';
import { afterKey, keyText } from './request-key.ts';

/** R11: where an authorisation code was used: a checker's own, or for the clearing house a participant's (domain 6, AC1). */
export const authorisationCodeUses: ApprovalsReport = {
  name: 'authorisationCodeUses',
  title: 'Uses Of The Authorisation Code',
  description: 'Requests decided by an authorisation code: your own, or for the clearing house those of a participant.',
  needs: { audience: 'PARTICIPANT', ownCode: true },
  args: { participant: 'ID', from: 'Date', to: 'Date' },
  columns: [
    ...openingColumns,
    { key: 'checker', title: 'Checker' },
    { key: 'decidedAt', title: 'Decided' },
    { key: 'outcome', title: 'Outcome' },
  ],
  async lines(reader, args, { after, size }) {
    const [days, key] = [betweenDays(args), afterKey(after)];
    const own = reader.checkerUuid === null ? [] : [reader.checkerUuid];
    const rows = await reader.select<ReportedRequest>(
      `SELECT ${REPORTED_COLUMNS} FROM change_request r WHERE r.participant = ? AND r.decision_method = 'CODE'
        ${own.length === 0 ? '' : 'AND r.decider_uuid = ?'}${days.sql}${key.sql} ORDER BY r.submitted_at, r.id LIMIT ${size + 1}`,
      [reader.participant ?? '', ...own, ...days.values, ...key.values],
    );
    return pageOf(rows, size, keyText, (row) => [
      ...openingCells(row),
      ...decisionCells(row),
      outcomeOf(row, reader.at),
    ]);
  },
};
