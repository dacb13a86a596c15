import { appendAudit, query, type SessionPrincipal } from '@countersign/platform';
import type { Application } from '../flow/flow.ts';
import type { Caller, Parts } from '../parts.ts';
import { reasonToEnd } from './resolve-session.ts';
import { methodsOf, sessionColumns, type SessionRow } from './session.ts';

/** A session that lives now, as its owner and those over him see it; no token and no digest of one. */
export interface LiveSession {
  readonly id: string;
  readonly application: Application;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly sourceAddress: string;
  readonly methods: readonly string[];
  readonly current: boolean;
}

/** One's own live sessions (SE2: at most one of each application). */
export function listOwnSessions(parts: Parts, by: SessionPrincipal): Promise<readonly LiveSession[]> {
  return liveSessionsOf(parts, by.profileUuid, by.sessionId);
}

/** The live sessions of a user over whom the caller has a say; of anybody else there are none to be seen (A1). Audited. */
export async function listSessionsOf(
  parts: Parts,
  { source }: Pick<Caller, 'source'>,
  by: SessionPrincipal,
  userId: string,
): Promise<readonly LiveSession[]> {
  if (userId.trim().toUpperCase() === by.userId) return listOwnSessions(parts, by);
  const owner = await parts.keepers.ownerFor(by.profileUuid, userId);
  if (owner === null) return [];
  await parts.database.autocommit((tx) =>
    appendAudit(tx, {
      at: parts.clock.now(),
      action: 'session.listed',
      outcome: 'SUCCESS',
      actor: by.userId,
      actorUuid: by.profileUuid,
      participant: owner.participant,
      target: owner.userId,
      targetUuid: owner.profileUuid,
      sessionId: by.sessionId,
      sourceAddress: source.address,
      requestId: source.requestId,
    }),
  );
  return liveSessionsOf(parts, owner.profileUuid, by.sessionId);
}

async function liveSessionsOf(parts: Parts, profileUuid: string, currentId: string): Promise<readonly LiveSession[]> {
  const sql = `SELECT ${sessionColumns} FROM session WHERE profile_uuid = ? AND ended_at IS NULL ORDER BY opened_at DESC`;
  const rows = await parts.database.read((tx) => query<SessionRow>(tx, sql, [profileUuid]));
  const now = parts.clock.now().getTime();
  const reasons = await Promise.all(rows.map((row) => reasonToEnd(parts, row, now)));
  return rows.flatMap((row, index) => (reasons[index] === null ? [shown(row, currentId)] : []));
}

function shown(row: SessionRow, currentId: string): LiveSession {
  return {
    id: row.id,
    application: row.application,
    openedAt: new Date(row.opened_at),
    lastSeenAt: new Date(row.last_seen_at),
    expiresAt: new Date(row.expires_at),
    sourceAddress: row.source_address,
    methods: methodsOf(row),
    current: row.id === currentId,
  };
}
