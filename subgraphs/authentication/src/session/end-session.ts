import { type Transaction, execute } from '@countersign/platform';

export type EndReason =
  | 'LOGGED_OUT'
  | 'ENDED_BY_USER'
  | 'ENDED_BY_ADMINISTRATOR'
  | 'IDLE'
  | 'EXPIRED'
  | 'CLOCK_SET_BACK'
  | 'STANDING_CHANGED'
  | 'LOCKED'
  | 'PASSWORD_RESET'
  | 'PASSWORD_CHANGED'
  | 'FACTOR_CHANGED'
  | 'SECOND_FACTOR_RESET'
  | 'PIN_RESET'
  | 'PROFILE_DELETED'
  /** The phase in force no longer takes what opened it (W21 a). */
  | 'METHOD_ENDED';

/** Ends one session for good; true when it still lived. The guard keeps the first reason (S3, S4). */
export async function endSession(tx: Transaction, id: string, reason: EndReason, now: number): Promise<boolean> {
  const ended = await execute(
    tx,
    'UPDATE session SET ended_at = ?, end_reason = ?, live_key = NULL WHERE id = ? AND ended_at IS NULL',
    [now, reason, id],
  );
  return ended === 1;
}

/** Ends every session of a person (SE3); how many lived. */
export async function endSessionsOf(
  tx: Transaction,
  profileUuid: string,
  reason: EndReason,
  now: number,
): Promise<number> {
  return execute(
    tx,
    'UPDATE session SET ended_at = ?, end_reason = ?, live_key = NULL WHERE profile_uuid = ? AND ended_at IS NULL',
    [now, reason, profileUuid],
  );
}
