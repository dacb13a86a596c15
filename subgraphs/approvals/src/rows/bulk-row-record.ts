import type { SqlValue } from '@countersign/platform';
import type { BulkRow, BulkRowState, RowChange } from '../bulk/bulk-row.ts';

/** One row of `bulk_row` as a SELECT gives it. */
export interface BulkRowRecord {
  readonly line: number;
  readonly action: string;
  readonly user_id: string;
  readonly state: BulkRowState;
  readonly kind: string | null;
  readonly target_key: string | null;
  readonly target_uuid: string | null;
  readonly target_user_id: string | null;
  readonly before_json: string | null;
  readonly after_json: string | null;
  readonly payload_json: string | null;
  readonly target_version: number | null;
  readonly warnings_json: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly field: string | null;
  readonly struck_by: string | null;
  readonly applied_at: number | null;
}

/** The columns of a new row, in the order of valuesOf. */
export const bulkColumns = [
  'request_id',
  'line',
  'action',
  'user_id',
  'state',
  'kind',
  'target_key',
  'target_uuid',
  'target_user_id',
  'before_json',
  'after_json',
  'payload_json',
  'target_version',
  'warnings_json',
  'code',
  'message',
  'field',
] as const;

const json = (text: string | null): unknown => (text === null ? null : (JSON.parse(text) as unknown));

function changeOf(row: BulkRowRecord): RowChange | null {
  if (row.kind === null) return null;
  return {
    kind: row.kind,
    target: { key: row.target_key ?? '', uuid: row.target_uuid ?? '', userId: row.target_user_id },
    before: json(row.before_json),
    after: json(row.after_json),
    payload: json(row.payload_json),
    version: Number(row.target_version),
  };
}

/** The line that a row holds. */
export function asBulkRow(row: BulkRowRecord): BulkRow {
  const { line, action, user_id: userId, state, code, message, field } = row;
  return {
    line: Number(line),
    action,
    userId,
    change: changeOf(row),
    warnings: JSON.parse(row.warnings_json) as readonly string[],
    state,
    code,
    message,
    field,
    struckBy: row.struck_by,
    appliedAt: row.applied_at === null ? null : new Date(Number(row.applied_at)),
  };
}

/** As many as changeValues gives. */
const NO_CHANGE: readonly null[] = Array.from({ length: 8 }, () => null);

function changeValues({ kind, target, before, after, payload, version }: RowChange): readonly SqlValue[] {
  const texts = [before, after, payload].map((each) => JSON.stringify(each));
  return [kind, target.key, target.uuid, target.userId, ...texts, version];
}

/** The values of a new row. */
export function valuesOf(requestId: string, row: BulkRow): readonly SqlValue[] {
  const { change } = row;
  return [
    requestId,
    row.line,
    row.action.slice(0, 40),
    row.userId.slice(0, 40),
    row.state,
    ...(change === null ? NO_CHANGE : changeValues(change)),
    JSON.stringify(row.warnings),
    row.code,
    row.message?.slice(0, 1_000) ?? null,
    row.field?.slice(0, 80) ?? null,
  ];
}
