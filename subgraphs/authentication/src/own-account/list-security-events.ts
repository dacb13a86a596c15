import { auditCursor, auditPage, query, type SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../parts.ts';
import { EVENTS_INDEX } from './events-index.ts';
import { type EventRow, type SecurityEvent, eventOf, toldActions } from './security-event.ts';

/** A page of one's own events, newest first. It may be short, or empty, and still have a next one. */
export interface SecurityEventPage {
  readonly edges: readonly { readonly cursor: string; readonly node: SecurityEvent }[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

const columns = 'seq, at, action, outcome, actor_uuid, target_uuid, source_address, after_json';

/**
 * What happened to the caller's own account and to nobody else's: by his profile, not by his user ID, which may have been
 * somebody else's before (A1). It walks one index, so it costs the same at 1,000 and 1,000,000 rows.
 */
export async function listSecurityEvents(
  parts: Parts,
  by: SessionPrincipal,
  asked: { readonly first: number | null; readonly after: string | null },
): Promise<SecurityEventPage> {
  const { size, after } = auditPage(asked.first, asked.after);
  const marks = toldActions.map(() => '?').join(', ');
  const behind = after === null ? '' : 'AND at <= ? AND (at < ? OR seq < ?)';
  // The optimiser would rather walk all events of everybody by their time.
  const walk = parts.database.engine === 'mysql' ? `FORCE INDEX (${EVENTS_INDEX})` : `INDEXED BY ${EVENTS_INDEX}`;
  const rows = await parts.database.read((tx) =>
    query<EventRow>(
      tx,
      `SELECT ${columns} FROM audit_entry ${walk} WHERE target_uuid = ? ${behind} AND action IN (${marks})
        ORDER BY at DESC, seq DESC LIMIT ?`,
      [by.profileUuid, ...(after === null ? [] : [after.at, after.at, after.seq]), ...toldActions, size + 1],
    ),
  );
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    edges: page.reduce<SecurityEventPage['edges']>(joined, []),
    hasNextPage: rows.length > size,
    endCursor: last === undefined ? null : auditCursor(last),
  };
}

/** Adds a row to what newer rows came to: a refusal joins the refusals after it that came from the same source. */
function joined(edges: SecurityEventPage['edges'], row: EventRow): SecurityEventPage['edges'] {
  const event = eventOf(row);
  if (event === null) return edges;
  const cursor = auditCursor(row);
  const newer = edges.at(-1)?.node;
  const repeats =
    newer?.kind === 'PROOF_REFUSED' && event.kind === newer.kind && event.sourceAddress === newer.sourceAddress;
  if (!repeats) return [...edges, { cursor, node: event }];
  return [...edges.slice(0, -1), { cursor, node: { ...newer, since: event.at, count: newer.count + 1 } }];
}
