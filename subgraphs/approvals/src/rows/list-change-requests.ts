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

const OPEN: readonly ChangeState[] = ['SUBMITTED', 'AUTHORISED'];

/** Open as of an instant: what has lapsed is not, though no sweep has been by. */
export const OPEN_AT = `(state = 'AUTHORISED' OR (state = 'SUBMITTED' AND expires_at > ?))`;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** A state as readers know it is one stored state, or two: what reads EXPIRED may still be stored as SUBMITTED. */
function storedAs(state: ChangeState, at: Date): readonly Clause[] {
  const now = at.getTime();
  const lapsed = clause(`state = 'SUBMITTED' AND expires_at <= ?`, now);
  if (state === 'SUBMITTED') return [clause(`state = 'SUBMITTED' AND expires_at > ?`, now)];
  return state === 'EXPIRED' ? [clause('state = ?', state), lapsed] : [clause('state = ?', state)];
}

/** The states asked for; null for any. */
function statesOf({ states, openOnly }: RequestQuery): readonly ChangeState[] | null {
  if (openOnly) return states.length === 0 ? OPEN : OPEN.filter((state) => states.includes(state));
  return states.length === 0 ? null : states;
}

function clausesOf(wanted: RequestQuery): readonly Clause[] {
  const { participant, kinds, targetUserId, subject, maker, checker, submittedFrom, submittedTo, after } = wanted;
  const is = (column: string, value: string | null | undefined): readonly Clause[] =>
    value === null || value === undefined ? [] : [clause(`${column} = ?`, value)];
  const past = after === null ? [] : [after.submittedAt, after.submittedAt, after.id];
  return [
    ...is('participant', participant),
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

function selectOf(clauses: readonly Clause[], limit: number): Clause {
  const where = clauses.length === 0 ? '' : `WHERE ${clauses.map(({ sql }) => sql).join(' AND ')}`;
  const sql = `SELECT * FROM change_request ${where} ORDER BY submitted_at DESC, id DESC LIMIT ${Math.trunc(limit)}`;
  return { sql, values: clauses.flatMap(({ values }) => values) };
}

/**
 * One page, newest first, found by key: a late page costs as much as the first. Each state is searched by itself, since an
 * index that begins with tenant and state is in the order of the page for one state only: a few open requests among a
 * hundred thousand closed ones are found at once.
 */
export async function listChangeRequests(tx: Transaction, wanted: RequestQuery): Promise<readonly ChangeRequest[]> {
  const states = statesOf(wanted);
  const others = clausesOf(wanted);
  const branches = states?.flatMap((state) => storedAs(state, wanted.at)).map((state) => [...others, state]) ?? [
    others,
  ];
  const parts = branches.map((clauses) => selectOf(clauses, wanted.limit));
  const [only] = parts;
  if (only === undefined) return [];
  const union = parts.map(({ sql }, at) => `SELECT * FROM (${sql}) AS part${at}`).join(' UNION ALL ');
  const sql =
    parts.length === 1 ? only.sql : `${union} ORDER BY submitted_at DESC, id DESC LIMIT ${Math.trunc(wanted.limit)}`;
  const rows = await query<ChangeRequestRow>(
    tx,
    sql,
    parts.flatMap(({ values }) => values),
  );
  return rows.map(asChangeRequest);
}
