import { execute, insertIfAbsent, type NewRow, query, type Transaction } from '@countersign/platform';
import type { FormEdit } from '../eservice/eservice-desk.ts';
import type {
  EServiceDetails,
  EServiceForm,
  EServiceFormKind,
  EServiceRequestType,
} from '../eservice/eservice-form.ts';
import type { EServiceState } from '../eservice/transitions.ts';

/** A form as it is stored. */
export interface EServiceFormRow {
  readonly reference: string;
  readonly form: EServiceFormKind;
  readonly request_type: EServiceRequestType;
  readonly state: EServiceState;
  readonly participant: string;
  readonly filed_by: string;
  readonly approved_by: string | null;
  readonly details: string;
  readonly client_reference: string | null;
  readonly filed_at: number;
  readonly submitted_at: number | null;
  readonly approved_at: number | null;
  readonly due_by: number | null;
  readonly ended_at: number | null;
  readonly ended_by: string | null;
  readonly reason: string | null;
  readonly request_id: string | null;
  readonly version: number;
}

/** Its columns. */
export const ESERVICE_COLUMNS = `reference, form, request_type, state, participant, filed_by, approved_by, details,
  client_reference, filed_at, submitted_at, approved_at, due_by, ended_at, ended_by, reason, request_id, version`;

const instant = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** The form in a row. */
export function eServiceFormOf(row: EServiceFormRow): EServiceForm {
  return {
    reference: row.reference,
    form: row.form,
    requestType: row.request_type,
    state: row.state,
    participant: row.participant,
    filedBy: row.filed_by,
    approvedBy: row.approved_by,
    details: JSON.parse(row.details) as EServiceDetails,
    clientReference: row.client_reference,
    filedAt: new Date(row.filed_at),
    submittedAt: instant(row.submitted_at),
    approvedAt: instant(row.approved_at),
    dueBy: instant(row.due_by),
    endedAt: instant(row.ended_at),
    endedBy: row.ended_by,
    reason: row.reason,
    requestId: row.request_id,
    version: row.version,
  };
}

const columns = {
  form: 'form',
  requestType: 'request_type',
  state: 'state',
  participant: 'participant',
  filedBy: 'filed_by',
  approvedBy: 'approved_by',
  details: 'details',
  submittedAt: 'submitted_at',
  approvedAt: 'approved_at',
  dueBy: 'due_by',
  endedAt: 'ended_at',
  endedBy: 'ended_by',
  reason: 'reason',
  requestId: 'request_id',
} as const satisfies Record<keyof FormEdit, string>;

function stored(edit: FormEdit): NewRow {
  const values = Object.entries(edit).map(([field, value]): [string, string | number | null] => {
    const column = columns[field as keyof FormEdit];
    if (value instanceof Date) return [column, value.getTime()];
    return [column, field === 'details' ? JSON.stringify(value) : (value as string | null)];
  });
  return Object.fromEntries(values);
}

/** Adds a form; false when its client reference has one already. */
export function insertEServiceForm(tx: Transaction, form: EServiceForm): Promise<boolean> {
  const { reference, version, filedAt, clientReference, ...edit } = form;
  return insertIfAbsent(tx, 'eservice_form', {
    reference,
    version,
    filed_at: filedAt.getTime(),
    client_reference: clientReference,
    ...stored(edit),
  });
}

/** Writes over the version and state that were read; false when another step was first. */
export async function updateEServiceForm(tx: Transaction, form: EServiceForm, edit: FormEdit): Promise<boolean> {
  const values = stored(edit);
  const set = Object.keys(values).map((column) => `${column} = ?`);
  const affected = await execute(
    tx,
    `UPDATE eservice_form SET ${set.join(', ')}, version = version + 1 WHERE reference = ? AND version = ? AND state = ?`,
    [...Object.values(values), form.reference, form.version, form.state],
  );
  return affected === 1;
}

/** The form of a reference of ours, or of Client Connect's. */
export async function findEServiceForm(
  tx: Transaction,
  by: 'reference' | 'client_reference',
  value: string,
): Promise<EServiceForm | null> {
  const [row] = await query<EServiceFormRow>(tx, `SELECT ${ESERVICE_COLUMNS} FROM eservice_form WHERE ${by} = ?`, [
    value,
  ]);
  return row === undefined ? null : eServiceFormOf(row);
}
