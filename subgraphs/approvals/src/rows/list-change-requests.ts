import { type SqlValue, type Transaction, query } from '@countersign/platform';
import type { ChangeRequest } from '../change-request/change-request.ts';
import type { RequestQuery } from '../change-request/request-page.ts';
import type { ChangeState } from '../change-request/transitions.ts';
import { type ChangeRequestRow, asChangeRequest } from './change-request-row.ts';

interface Clause {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

const clause = (sql: string, ...values: SqlValue[]): Clause => ({ sql, values });

/** Open as of an instant: what has lapsed is not, though no sweep has been by. */
export const OPEN_AT = `(state = 'AUTHORISED' OR (state = 'SUBMITTED' AND expires_at > ?))`;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

function stateClause(state: ChangeState, at: Date): Clause {
  const now = at.getTime();
  if (state === 'SUBMITTED') return clause(`(state = 'SUBMITTED' AND expires_at > ?)`, now);
  if (state === 'EXPIRED') return clause(`(state = 'EXPIRED' OR (state = 'SUBMITTED' AND expires_at <= ?))`, now);
  return clause('state = ?', state);
}

/** In any of these states, as of the instant; lapsed requests count as EXPIRED though no sweep has been by. */
function statesClause({ states, at }: RequestQuery): Clause {
  const each = states.map((state) => stateClause(state, at));
  return { sql: `(${each.map(({ sql }) => sql).join(' OR ')})`, values: each.flatMap(({ values }) => values) };
}

/** The states that an index can be searched by: what reads EXPIRED may still be stored as SUBMITTED. */
function storedStates(states: readonly ChangeState[]): readonly ChangeState[] {
  const stored = states.includes('EXPIRED') ? [...states, 'SUBMITTED' as const] : states;
  return [...new Set(stored)];
}

function stateClauses(wanted: RequestQuery): readonly Clause[] {
  const { states, openOnly, at } = wanted;
  const stored = storedStates(states);
  return [
    ...(stored.length === 0 ? [] : [clause(`state IN (${marks(stored)})`, ...stored), statesClause(wanted)]),
    ...(openOnly ? [clause(`state IN ('SUBMITTED', 'AUTHORISED')`), clause(OPEN_AT, at.getTime())] : []),
  ];
}

function clausesOf(wanted: RequestQuery): readonly Clause[] {
  const { participant, kinds, targetUserId, subject, maker, checker, submittedFrom, submittedTo, after } = wanted;
  const is = (column: string, value: string | null | undefined): readonly Clause[] =>
    value === null || value === undefined ? [] : [clause(`${column} = ?`, value)];
  const past = after === null ? [] : [after.submittedAt, after.submittedAt, after.id];
  return [
    ...is('participant', participant),
    ...stateClauses(wanted),
    ...(kinds.length === 0 ? [] : [clause(`kind IN (${marks(kinds)})`, ...kinds)]),
    ...is('target_user_id', targetUserId),
    ...is('subject', subject),
    ...is('maker_user_id', maker),
    ...is('decider_user_id', checker),
    ...(checker === null ? [] : [clause('decision_method IS NOT NULL')]),
    ...(submittedFrom === null ? [] : [clause('submitted_at >= ?', submittedFrom.getTime())]),
    ...(submittedTo === null ? [] : [clause('submitted_at < ?', submittedTo.getTime())]),
    ...(after === null ? [] : [clause('(submitted_at < ? OR (submitted_at = ? AND id < ?))', ...past)]),
  ];
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
