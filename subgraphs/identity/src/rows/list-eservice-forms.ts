import { query, type SqlValue, type Transaction } from '@countersign/platform';
import type { EServiceForm } from '../eservice/eservice-form.ts';
import type { EServiceFilter, EServicePage } from '../eservice/form-page.ts';
import { ESERVICE_COLUMNS, eServiceFormOf, type EServiceFormRow } from './eservice-form-row.ts';

/** One page of forms and one more, newest first. */
export async function listEServiceForms(
  tx: Transaction,
  filter: EServiceFilter,
  { size, after }: EServicePage,
): Promise<readonly EServiceForm[]> {
  const conditions: [string, ...SqlValue[]][] = [];
  const equal = {
    participant: filter.participant,
    state: filter.state,
    form: filter.form,
    request_type: filter.requestType,
  };
  for (const [column, value] of Object.entries(equal))
    if (typeof value === 'string') conditions.push([`${column} = ?`, value]);
  if (filter.dueBefore) conditions.push(['due_by < ? AND ended_at IS NULL', filter.dueBefore.getTime()]);
  if (after !== null) {
    const { filedAt, reference } = after;
    conditions.push(['filed_at <= ? AND (filed_at < ? OR reference < ?)', filedAt, filedAt, reference]);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`;
  const rows = await query<EServiceFormRow>(
    tx,
    `SELECT ${ESERVICE_COLUMNS} FROM eservice_form ${where} ORDER BY filed_at DESC, reference DESC LIMIT ?`,
    [...conditions.flatMap(([, ...values]) => values), size + 1],
  );
  return rows.map(eServiceFormOf);
}
