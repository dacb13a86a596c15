import { appendAudit, query } from '@countersign/platform';
import type { Caller, Parts } from '../parts.ts';
import { endSession } from './end-session.ts';

/** Ends the caller's own session; false when there is none any more. */
export async function logOut(parts: Parts, caller: Caller): Promise<boolean> {
  return caller.session !== null && (await endOwn(parts, caller, caller.session.sessionId, 'LOGGED_OUT'));
}

/** No session has another kind of id, and MySQL does not compare an ASCII column with other letters. */
const SESSION_ID = /^[0-9a-f-]{36}$/;

/** Ends one of the caller's own sessions; anybody else's looks as if it were not there. */
export async function endOwnSession(parts: Parts, caller: Caller, sessionId: string): Promise<boolean> {
  const owner = caller.session?.profileUuid;
  if (owner === undefined || !SESSION_ID.test(sessionId)) return false;
  const rows = await parts.database.read((tx) =>
    query(tx, 'SELECT id FROM session WHERE id = ? AND profile_uuid = ? AND ended_at IS NULL', [sessionId, owner]),
  );
  return rows.length === 1 && (await endOwn(parts, caller, sessionId, 'ENDED_BY_USER'));
}

async function endOwn(
  parts: Parts,
  caller: Caller,
  sessionId: string,
  reason: 'LOGGED_OUT' | 'ENDED_BY_USER',
): Promise<boolean> {
  const at = parts.clock.now();
  return parts.database.transaction(async (tx) => {
    const ended = await endSession(tx, sessionId, reason, at.getTime());
    if (ended) {
      await appendAudit(tx, {
        at,
        action: 'session.ended',
        outcome: 'SUCCESS',
        actor: caller.session?.userId ?? 'anonymous',
        actorUuid: caller.session?.profileUuid ?? '',
        sessionId,
        sourceAddress: caller.source.address,
        requestId: caller.source.requestId,
        code: reason,
      });
    }
    return ended;
  });
}
