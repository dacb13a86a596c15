import { type SqlValue, type Transaction, query } from '@countersign/platform';
import type { ChangeRequest } from '../change-request/change-request.ts';
import type { RequestQuery } from '../change-request/request-page.ts';
import { type ChangeRequestRow, asChangeRequest } from './change-request-row.ts';

interface Clause {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

const clause = (sql: string, ...values: SqlValue[]): Clause => ({ sql, values });

/** Open as of an instant: what has lapsed is not, though no sweep has been by. */
export const OPEN_AT = `(state = 'AUTHORISED' OR (state = 'SUBMITTED' AND expires_at > ?))`;

function stateClause({ state, at }: RequestQuery): Clause {
  const now = at.getTime();
  if (state === 'SUBMITTED') return clause(`(state = 'SUBMITTED' AND expires_at > ?)`, now);
  if (state === 'EXPIRED') return clause(`(state = 'EXPIRED' OR (state = 'SUBMITTED' AND expires_at <= ?))`, now);
  return clause('state = ?', state);
}

function clausesOf(wanted: RequestQuery): readonly Clause[] {
  const { participant, kind, targetUserId, openOnly, after, at } = wanted;
  const clauses: Clause[] = [];
  if (participant !== undefined) clauses.push(clause('participant = ?', participant));
  if (wanted.state !== null) clauses.push(stateClause(wanted));
  if (kind !== null) clauses.push(clause('kind = ?', kind));
  if (targetUserId !== null) clauses.push(clause('target_user_id = ?', targetUserId));
  if (openOnly) clauses.push(clause(OPEN_AT, at.getTime()));
  if (after !== null) {
    clauses.push(
      clause('(submitted_at < ? OR (submitted_at = ? AND id < ?))', after.submittedAt, after.submittedAt, after.id),
    );
  }
  return clauses;
}

/** One page, newest first, found by key: a late page costs as much as the first. */
export async function listChangeRequests(tx: Transaction, wanted: RequestQuery): Promise<readonly ChangeRequest[]> {
  const clauses = clausesOf(wanted);
  const where = clauses.length === 0 ? '' : `WHERE ${clauses.map(({ sql }) => sql).join(' AND ')}`;
  const limit = Math.trunc(wanted.limit);
  const sql = `SELECT * FROM change_request ${where} ORDER BY submitted_at DESC, id DESC LIMIT ${limit}`;
  const rows = await query<ChangeRequestRow>(
    tx,
    sql,
    clauses.flatMap(({ values }) => values),
  );
  return rows.map(asChangeRequest);
}
