import { filledPage, type ReportArgs, type ReportLine, type Stretch } from '@countersign/platform';
import type { BulkRowState } from '../bulk/bulk-row.ts';
import type { ApprovalsReader, ApprovalsReport } from './approvals-report.ts';
import { betweenDays } from './between-days.ts';
import {
  decisionCells,
  openingCells,
  openingColumns,
  outcomeOf,
  REPORTED_COLUMNS,
  type ReportedRequest,
} from './reported-request.ts';
import { afterKey, keyText, positionNumber } from './request-key.ts';
import { writtenFields, writtenValues } from './written-values.ts';

const AT_ONCE = 200;
/** Kind of the requests whose changes stand line by line in a table of their own (W24). */
const BULK = 'BULK_CHANGE';

interface Line {
  readonly line: number;
  readonly user_id: string;
  readonly state: BulkRowState;
  readonly kind: string | null;
  readonly before_json: string | null;
  readonly after_json: string | null;
  readonly code: string | null;
}

interface Change {
  readonly subject: string | null;
  readonly kind: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly outcome: string;
  readonly code: string | null;
}

function lineOf(request: ReportedRequest, change: Change, left: readonly string[]): ReportLine {
  const [checker, decidedAt] = decisionCells(request);
  const { subject, kind, before, after, outcome, code } = change;
  return [
    ...openingCells({ ...request, subject, kind }),
    checker,
    decidedAt,
    writtenFields([before, after], left),
    writtenValues(before, left),
    writtenValues(after, left),
    outcome,
    code,
    request.form_reference,
    request.break_glass_reason !== null,
    Number(request.sole_da) === 1,
  ];
}

function ofRequest(request: ReportedRequest, { at, hiddenFields }: ApprovalsReader): ReportLine {
  const change = {
    subject: request.subject,
    kind: request.kind,
    before: request.before_json,
    after: request.after_json,
    outcome: outcomeOf(request, at),
    code: request.ending_code,
  };
  return lineOf(request, change, hiddenFields);
}

/** A line says what became of itself; one that nothing happened to shares the outcome of its request. */
function ofLine(request: ReportedRequest, row: Line, { at, hiddenFields }: ApprovalsReader): ReportLine {
  const change = {
    subject: row.user_id,
    kind: row.kind ?? request.kind,
    before: row.before_json,
    after: row.after_json,
    outcome: row.state === 'PENDING' ? outcomeOf(request, at) : row.state,
    code: row.code ?? request.ending_code,
  };
  return lineOf(request, change, hiddenFields);
}

async function linesOf(reader: ApprovalsReader, position: string): Promise<Stretch> {
  const [at = '', id = '', line = ''] = position.split(' ');
  const after = positionNumber(line);
  const tenant = reader.participant === undefined ? '' : ' AND r.participant = ?';
  const [request] = await reader.select<ReportedRequest>(
    `SELECT ${REPORTED_COLUMNS} FROM change_request r WHERE r.id = ?${tenant}`,
    reader.participant === undefined ? [id] : [id, reader.participant],
  );
  const rows =
    request === undefined
      ? []
      : await reader.select<Line>(
          `SELECT line, user_id, state, kind, before_json, after_json, code FROM bulk_row
            WHERE request_id = ? AND line > ? ORDER BY line LIMIT ${AT_ONCE}`,
          [id, after],
        );
  const found = rows.map((row) => ({
    line: ofLine(request as ReportedRequest, row, reader),
    position: `${at} ${id} ${row.line}`,
  }));
  return { found, next: rows.length === AT_ONCE ? (found.at(-1)?.position ?? null) : `${at} ${id}` };
}

async function requestsAfter(reader: ApprovalsReader, args: ReportArgs, position: string | null): Promise<Stretch> {
  const tenant = reader.participant === undefined ? '' : ' AND r.participant = ?';
  const [days, key] = [betweenDays(args), afterKey(position)];
  const rows = await reader.select<ReportedRequest>(
    `SELECT ${REPORTED_COLUMNS} FROM change_request r WHERE r.submitted_at >= 0${tenant}${days.sql}${key.sql}
      ORDER BY r.submitted_at, r.id LIMIT ${AT_ONCE}`,
    [...(reader.participant === undefined ? [] : [reader.participant]), ...days.values, ...key.values],
  );
  const bulk = rows.findIndex(({ kind }) => kind === BULK);
  const plain = bulk < 0 ? rows : rows.slice(0, bulk);
  const found = plain.map((row) => ({ line: ofRequest(row, reader), position: keyText(row) }));
  const stop = rows[bulk];
  if (stop !== undefined) return { found, next: `${keyText(stop)} 0` };
  return { found, next: rows.length === AT_ONCE ? (found.at(-1)?.position ?? null) : null };
}

/** R5: every change with who made and who checked it, before and after, and its outcome; a bulk request line by line (domain 6). */
export const profileMaintenance: ApprovalsReport = {
  name: 'profileMaintenance',
  title: 'User Profile Maintenance Report',
  description: 'Changes by the day they were submitted, oldest first, with maker, checker, before, after and outcome.',
  needs: { audience: 'PARTICIPANT', acrossParticipants: true },
  args: { participant: 'ID', from: 'Date', to: 'Date' },
  columns: [
    ...openingColumns,
    { key: 'checker', title: 'Checker' },
    { key: 'decidedAt', title: 'Decided' },
    { key: 'fields', title: 'Fields' },
    { key: 'before', title: 'Before', personal: true },
    { key: 'after', title: 'After', personal: true },
    { key: 'outcome', title: 'Outcome' },
    { key: 'code', title: 'Reason Code' },
    { key: 'formReference', title: 'Form' },
    { key: 'breakGlass', title: 'Break-Glass' },
    { key: 'soleDa', title: 'Sole DA' },
  ],
  lines: (reader, args, page) =>
    filledPage(page, (position) =>
      position?.split(' ').length === 3 ? linesOf(reader, position) : requestsAfter(reader, args, position),
    ),
};
