import type { Clock } from '../clock/clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { Fault } from '../faults/fault.ts';
import type { ServiceAccountPrincipal, SessionPrincipal } from '../principal/principal.ts';
import type { SchemaModule } from '../subgraph/federated-schema.ts';
import { InstantScalar } from '../subgraph/instant-scalar.ts';
import { JsonScalar } from '../subgraph/json-scalar.ts';
import { requireSessionOrAccount } from '../subgraph/require-principal.ts';
import type { SubgraphContext } from '../subgraph/subgraph.ts';
import { appendAudit } from './append-audit.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type AuditFilter, auditCursor, auditFilter, auditPage } from './audit-filter.ts';
import type { AuditRow } from './audit-row.ts';
import { auditTrailSdl } from './audit-trail-sdl.ts';
import { type AuditFound, searchAudit } from './search-audit.ts';

/** How far somebody may see into the audit. */
export interface AuditView {
  /** The one tenant whose rows are shown; undefined for the clearing house, which sees all. */
  readonly participant: string | undefined;
  /** False for whoever may know what happened but not the personal values in it (A1). */
  readonly isFull: boolean;
}

/** What a service account with the scope AUDIT sees: everything, without personal values. */
const ACCOUNT_VIEW: AuditView = { participant: undefined, isFull: false };

/** What a part brings to have its audit searched. */
export interface AuditTrail {
  readonly part: string;
  readonly database: Database;
  readonly clock: Clock;
  /** What a live session may see now, asked afresh for each search; null for nothing. */
  view(context: SubgraphContext, principal: SessionPrincipal): Promise<AuditView | null>;
}

interface SearchArgs {
  readonly filter?: AuditFilter | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

function namesOnly(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return null;
  return Array.isArray(value) ? [] : Object.fromEntries(Object.keys(value).map((name) => [name, null]));
}

function shown(part: string, row: AuditRow, { isFull, participant }: AuditView) {
  const read = (json: string | null): unknown => {
    const value: unknown = json === null ? null : JSON.parse(json);
    return isFull ? value : namesOnly(value);
  };
  return {
    id: `${part}:${row.seq}`,
    at: new Date(row.at),
    action: row.action,
    outcome: row.outcome,
    actor: row.actor,
    participant: row.participant,
    target: row.target,
    requestId: row.request_id,
    flowId: row.flow_id,
    code: row.code,
    sourceAddress: isFull && participant === undefined ? row.source_address : null,
    before: read(row.before_json),
    after: read(row.after_json),
  };
}

function connection(part: string, { rows, next }: AuditFound, view: AuditView) {
  const edges = rows.map((row) => ({ cursor: auditCursor(row), node: shown(part, row, view) }));
  const endCursor = next === null ? (edges.at(-1)?.cursor ?? null) : auditCursor(next);
  return { edges, nodes: edges.map(({ node }) => node), pageInfo: { hasNextPage: next !== null, endCursor } };
}

function byWhom(
  principal: SessionPrincipal | ServiceAccountPrincipal,
): Pick<AuditEntry, 'actor'> & Partial<AuditEntry> {
  const sourceAddress = principal.source.address;
  if (principal.kind === 'account')
    return { actor: `account:${principal.name}`, actorUuid: principal.accountId, sourceAddress };
  const { userId, profileUuid, participant, sessionId } = principal;
  return { actor: userId, actorUuid: profileUuid, participant, sessionId, sourceAddress };
}

/** A tenant sees his own rows whatever he asks for; asking for another's finds nothing (M10). */
function find(tx: Transaction, trail: AuditTrail, view: AuditView, args: SearchArgs): Promise<AuditFound> {
  const filter = auditFilter(args.filter);
  const page = auditPage(args.first, args.after);
  if (view.participant === undefined) return searchAudit(tx, trail.database.engine, filter, page);
  const isElsewhere = filter.participant !== undefined && filter.participant !== view.participant;
  if (isElsewhere) return Promise.resolve({ rows: [], next: null });
  return searchAudit(tx, trail.database.engine, { ...filter, participant: view.participant }, page);
}

/** A part's audit as a field of the API; every search is itself in the audit. */
export function auditTrailModule(trail: AuditTrail): SchemaModule {
  const { part, database, clock } = trail;
  const search = async (_parent: unknown, args: SearchArgs, context: SubgraphContext) => {
    const principal = requireSessionOrAccount(context, 'AUDIT');
    const view = principal.kind === 'account' ? ACCOUNT_VIEW : await trail.view(context, principal);
    const entry = { ...byWhom(principal), at: clock.now(), action: 'audit.search' };
    const found = await database.transaction(async (tx) => {
      const result = view === null ? null : await find(tx, trail, view, args);
      const seen =
        result === null
          ? { outcome: 'REFUSED' as const, code: 'NOT_PERMITTED', after: { filter: args.filter } }
          : { outcome: 'SUCCESS' as const, after: { filter: args.filter, rows: result.rows.length } };
      await appendAudit(tx, { ...entry, ...seen });
      return result;
    });
    if (view === null || found === null)
      throw new Fault('NOT_PERMITTED', 'The audit is shown to a DA Maker or DA Checker with access level EE.');
    return connection(part, found, view);
  };
  return {
    typeDefs: auditTrailSdl(part),
    resolvers: { JSON: JsonScalar, DateTime: InstantScalar, Query: { [`${part}Audit`]: search } },
  };
}
