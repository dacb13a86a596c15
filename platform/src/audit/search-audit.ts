import type { Database, Transaction } from '../database/database.ts';
import type { SqlValue } from '../database/sql-value.ts';
import { query } from '../database/statement.ts';
import type { AuditFilter, AuditPage, AuditPosition } from './audit-filter.ts';
import { AUDIT_COLUMNS, type AuditRow } from './audit-row.ts';
import type { AUDIT_INDEXES } from './audit-search-migration.ts';

/** A page looks at no more rows than this, so that a filter that hardly anything meets costs no more at a million rows. */
const MOST_LOOKED_AT = 2_000;

type Condition = readonly [sql: string, ...values: SqlValue[]];
type Index = keyof typeof AUDIT_INDEXES | 'audit_entry_at';

/** Which index a search walks, newest first, what the index itself narrows, and what each row is then held against. */
interface Walk {
  readonly index: Index;
  readonly begin: readonly Condition[];
  readonly rest: readonly Condition[];
}

const equal = (column: string, value: string | null | undefined): readonly Condition[] =>
  typeof value === 'string' ? [[`${column} = ?`, value]] : [];

/** A name with a dot at its end stands for all that begin with it. */
const actionIs = (action: string | null | undefined): readonly Condition[] => {
  if (typeof action !== 'string') return [];
  return action.endsWith('.') ? [['SUBSTR(action, 1, ?) = ?', action.length, action]] : [['action = ?', action]];
};

/** A tenant's search begins with the tenant wherever it could otherwise tell by its time what others did (M10). */
function walkOf({ participant, target, actor, requestId, action }: AuditFilter): Walk {
  const tenant = equal('participant', participant);
  const [byTarget, byActor, byRequest] = [
    equal('target', target),
    equal('actor', actor),
    equal('request_id', requestId),
  ];
  const isTenant = tenant.length > 0;
  const walk = (index: Index, begin: readonly Condition[], rest: readonly Condition[]): Walk => ({
    index,
    begin,
    rest: [...rest, ...actionIs(action)],
  });
  if (byRequest.length > 0) return walk('audit_entry_by_request', byRequest, [...tenant, ...byTarget, ...byActor]);
  if (byTarget.length > 0)
    return isTenant
      ? walk('audit_entry_by_tenant_target', [...tenant, ...byTarget], byActor)
      : walk('audit_entry_by_target', byTarget, byActor);
  if (byActor.length > 0)
    return isTenant
      ? walk('audit_entry_by_tenant_actor', [...tenant, ...byActor], [])
      : walk('audit_entry_by_actor', byActor, []);
  return isTenant ? walk('audit_entry_by_tenant', tenant, []) : walk('audit_entry_at', [], []);
}

function withinTime({ from, to }: AuditFilter, after: AuditPosition | null): readonly Condition[] {
  return [
    ...(from ? [['at >= ?', from.getTime()] as const] : []),
    ...(to ? [['at < ?', to.getTime()] as const] : []),
    ...(after ? [['at <= ? AND (at < ? OR seq < ?)', after.at, after.at, after.seq] as const] : []),
  ];
}

function where(conditions: readonly Condition[]): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const sql = conditions.map(([text]) => text).join(' AND ');
  return { sql: sql === '' ? '' : ` WHERE ${sql}`, values: conditions.flatMap(([, ...values]) => values) };
}

/** What a page found. `next` is the position to go on from; a page may be short, or empty, and still have one. */
export interface AuditFound {
  readonly rows: readonly AuditRow[];
  readonly next: AuditPosition | null;
}

const NEWEST_FIRST = 'ORDER BY at DESC, seq DESC';

/** Searches the audit, newest first. Every search walks one index, so it costs the same at 1,000 and 1,000,000 rows (design 7). */
export async function searchAudit(
  tx: Transaction,
  engine: Database['engine'],
  filter: AuditFilter,
  { size, after }: AuditPage,
): Promise<AuditFound> {
  const { index, begin, rest } = walkOf(filter);
  const use = engine === 'mysql' ? `FORCE INDEX (${index})` : `INDEXED BY ${index}`;
  const begun = where([...begin, ...withinTime(filter, after)]);
  const columns = AUDIT_COLUMNS.join(', ');
  const select = (what: string, tail: string, values: readonly SqlValue[] = []) =>
    query<AuditRow>(tx, `SELECT ${what} FROM audit_entry ${use}${begun.sql} ${NEWEST_FIRST} ${tail}`, [
      ...begun.values,
      ...values,
    ]);
  if (rest.length === 0) {
    const found = await select(columns, 'LIMIT ?', [size + 1]);
    return { rows: found.slice(0, size), next: found.length > size ? (found[size - 1] ?? null) : null };
  }
  const held = where(rest);
  const matched = await query<AuditPosition>(
    tx,
    `SELECT seq, at FROM (SELECT seq, at, action, actor, target, participant FROM audit_entry ${use}${begun.sql}
      ${NEWEST_FIRST} LIMIT ${MOST_LOOKED_AT}) AS looked_at${held.sql} ${NEWEST_FIRST} LIMIT ?`,
    [...begun.values, ...held.values, size + 1],
  );
  const page = matched.slice(0, size);
  const more =
    matched.length > size ? page.at(-1) : (await select('seq, at', `LIMIT 1 OFFSET ${MOST_LOOKED_AT - 1}`))[0];
  return { rows: await rowsOf(tx, page), next: more === undefined ? null : { at: more.at, seq: more.seq } };
}

async function rowsOf(tx: Transaction, page: readonly AuditPosition[]): Promise<readonly AuditRow[]> {
  if (page.length === 0) return [];
  const marks = page.map(() => '?').join(', ');
  const sql = `SELECT ${AUDIT_COLUMNS.join(', ')} FROM audit_entry WHERE seq IN (${marks}) ${NEWEST_FIRST}`;
  return query<AuditRow>(
    tx,
    sql,
    page.map(({ seq }) => seq),
  );
}
