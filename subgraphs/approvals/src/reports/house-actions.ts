import { filledPage, type ReportArgs, type Stretch } from '@countersign/platform';
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

function lineOf(row: ReportedRequest, { at, hiddenFields: left }: ApprovalsReader) {
  return [
    row.form_reference,
    ...openingCells(row),
    ...decisionCells(row),
    outcomeOf(row, at),
    row.break_glass_reason,
    writtenFields([row.before_json, row.after_json], left),
    writtenValues(row.before_json, left),
    writtenValues(row.after_json, left),
  ];
}

/** Changes that rest on a form, by its reference; the index over it leaves everything without one aside. */
async function onForms(reader: ApprovalsReader, args: ReportArgs, position: string): Promise<Stretch> {
  const [form = '', at = '0', id = ''] = position.split(' ');
  const submitted = positionNumber(at);
  const tenant = reader.participant === undefined ? [] : [reader.participant];
  const days = betweenDays(args);
  const rows = await reader.select<ReportedRequest>(
    `SELECT ${REPORTED_COLUMNS} FROM change_request r
      WHERE r.form_reference >= ? AND (r.form_reference > ? OR r.submitted_at > ? OR (r.submitted_at = ? AND r.id > ?))
        ${tenant.length === 0 ? '' : 'AND r.participant = ?'}${days.sql}
      ORDER BY r.form_reference, r.submitted_at, r.id LIMIT ${AT_ONCE}`,
    [form, form, submitted, submitted, id, ...tenant, ...days.values],
  );
  const found = rows.map((row) => ({
    line: lineOf(row, reader),
    position: `form ${row.form_reference ?? ''} ${keyText(row)}`,
  }));
  // A participant has no changes of the house itself.
  const last = reader.participant === undefined ? 'house' : null;
  return { found, next: rows.length === AT_ONCE ? (found.at(-1)?.position ?? null) : last };
}

/** Changes of the house itself, which rest on no form: calendar, groups, policies, accounts. */
async function ofTheHouse(reader: ApprovalsReader, args: ReportArgs, position: string): Promise<Stretch> {
  const [days, key] = [betweenDays(args), afterKey(position === '' ? null : position)];
  const rows = await reader.select<ReportedRequest>(
    `SELECT ${REPORTED_COLUMNS} FROM change_request r WHERE r.participant IS NULL AND r.form_reference IS NULL${days.sql}${key.sql}
      ORDER BY r.submitted_at, r.id LIMIT ${AT_ONCE}`,
    [...days.values, ...key.values],
  );
  const found = rows.map((row) => ({ line: lineOf(row, reader), position: `house ${keyText(row)}` }));
  return { found, next: rows.length === AT_ONCE ? (found.at(-1)?.position ?? null) : null };
}

/** H9: what the clearing house changed, by the form behind it, broken glass with its reason (W18, A3). */
export const houseActions: ApprovalsReport = {
  name: 'houseActions',
  title: 'Actions Of The Clearing House',
  description: "Changes by the clearing house's pairs: first by form reference, then those of the house itself.",
  needs: { audience: 'HOUSE' },
  args: { participant: 'ID', from: 'Date', to: 'Date' },
  columns: [
    { key: 'formReference', title: 'Form' },
    ...openingColumns,
    { key: 'checker', title: 'Checker' },
    { key: 'decidedAt', title: 'Decided' },
    { key: 'outcome', title: 'Outcome' },
    { key: 'breakGlassReason', title: 'Break-Glass Reason' },
    { key: 'fields', title: 'Fields' },
    { key: 'before', title: 'Before', personal: true },
    { key: 'after', title: 'After', personal: true },
  ],
  lines: (reader, args, page) =>
    filledPage(page, (position) => {
      const [part = '', ...rest] = (position ?? 'form').split(' ');
      return part === 'form' ? onForms(reader, args, rest.join(' ')) : ofTheHouse(reader, args, rest.join(' '));
    }),
};
