import type { Phase } from '@countersign/authenticator-kit';
import { type Database, appendAudit, query } from '@countersign/platform';
import type { Parts } from '../parts.ts';
import { isCutOff } from '../route-book.ts';
import { endSession } from './end-session.ts';
import { methodsOf } from './session.ts';

const AT_ONCE = 200;

interface LiveRow {
  readonly id: string;
  readonly live_key: string;
  readonly profile_uuid: string;
  readonly user_id: string;
  readonly methods: string;
}

/**
 * Ends every live session that was opened by what the phase in force cuts off; how many lived. Each is refused at its next
 * use anyway: this makes its row and the audit say so at once (W21 a, SE3). Any number of processes may do it together.
 */
export async function endCutOffSessions(parts: Pick<Parts, 'database' | 'clock'>, inForce: Phase): Promise<number> {
  let ended = 0;
  let after = '';
  for (;;) {
    const live = await liveAfter(parts.database, after);
    for (const row of live) {
      if (methodsOf(row).some((id) => isCutOff(id, inForce)) && (await end(parts, row))) ended += 1;
    }
    const last = live.at(-1);
    if (last === undefined || live.length < AT_ONCE) return ended;
    after = last.live_key;
  }
}

/** By the unique key that living sessions alone have: no other row is looked at, or locked. */
function liveAfter(database: Database, after: string): Promise<readonly LiveRow[]> {
  const sql = `SELECT id, live_key, profile_uuid, user_id, methods FROM session WHERE live_key > ? ORDER BY live_key LIMIT ${AT_ONCE}`;
  return database.read((tx) => query<LiveRow>(tx, sql, [after]));
}

function end({ database, clock }: Pick<Parts, 'database' | 'clock'>, row: LiveRow): Promise<boolean> {
  const at = clock.now();
  return database.transaction(async (tx) => {
    if (!(await endSession(tx, row.id, 'METHOD_ENDED', at.getTime()))) return false;
    await appendAudit(tx, {
      at,
      action: 'session.ended',
      outcome: 'SUCCESS',
      actor: 'service:authentication',
      target: row.user_id,
      targetUuid: row.profile_uuid,
      sessionId: row.id,
      code: 'METHOD_ENDED',
    });
    return true;
  });
}
