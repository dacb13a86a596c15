import { appendAudit, type SessionPrincipal, type Transaction } from '@countersign/platform';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import { type EndReason, endSession } from './end-session.ts';
import type { SessionOwner } from './session-keepers.ts';
import type { SessionRow } from './session.ts';

/** Ends the caller's own session; false when there is none any more. */
export async function logOut(parts: Parts, caller: Caller): Promise<boolean> {
  const { session } = caller;
  if (session === null) return false;
  return end(parts, caller, { by: session, sessionId: session.sessionId, reason: 'LOGGED_OUT', owner: null });
}

/** No session has another kind of id, and MySQL does not compare an ASCII column with other letters. */
const SESSION_ID = /^[0-9a-f-]{36}$/;

/**
 * Ends a session of the caller's own, or of somebody over whose sessions he has a say, who is told of it; anybody else's
 * looks as if it were not there (SE3, A1).
 */
export async function endSessionById(parts: Parts, caller: Caller, sessionId: string): Promise<boolean> {
  const { session: by } = caller;
  if (by === null || !SESSION_ID.test(sessionId)) return false;
  const row = await parts.sessions.byId(sessionId);
  if (row === null || row.ended_at !== null) return false;
  if (row.profile_uuid === by.profileUuid)
    return end(parts, caller, { by, sessionId, reason: 'ENDED_BY_USER', owner: null });
  const owner = await parts.keepers.ownerFor(by.profileUuid, row.user_id);
  // An ID that was given again is another person, with sessions of his own.
  if (owner === null || owner.profileUuid !== row.profile_uuid) return false;
  const ended = await end(parts, caller, { by, sessionId, reason: 'ENDED_BY_ADMINISTRATOR', owner, row });
  if (ended) parts.pokeNotices();
  return ended;
}

interface Ending {
  readonly by: SessionPrincipal;
  readonly sessionId: string;
  readonly reason: EndReason;
  /** Whose it is, unless it is one's own. */
  readonly owner: SessionOwner | null;
  readonly row?: SessionRow;
}

async function end(parts: Parts, caller: Caller, ending: Ending): Promise<boolean> {
  const at = parts.clock.now();
  return parts.database.transaction(async (tx) => {
    const ended = await endSession(tx, ending.sessionId, ending.reason, at.getTime());
    if (ended) await record(tx, caller, { ...ending, at });
    return ended;
  });
}

async function record(
  tx: Transaction,
  { source }: Caller,
  { at, by, sessionId, reason, owner, row }: Ending & { readonly at: Date },
): Promise<void> {
  await appendAudit(tx, {
    at,
    action: 'session.ended',
    outcome: 'SUCCESS',
    actor: by.userId,
    actorUuid: by.profileUuid,
    participant: (owner ?? by).participant,
    target: (owner ?? by).userId,
    targetUuid: (owner ?? by).profileUuid,
    sessionId,
    sourceAddress: source.address,
    requestId: source.requestId,
    code: reason,
  });
  if (owner !== null && row !== undefined)
    await addNotice(tx, { to: owner.email, ...texts.sessionEnded(owner.userId, at, row.application), at });
}
