import type { AuthenticationPolicy } from '../policy.ts';
import { authenticationMethods } from './authentication-methods.ts';
import { methodsOf, type SessionRow } from './session.ts';

/** Seconds since 1970 as tokens count them, never later than the instant. */
export const numericDate = (ms: number): number => Math.floor(ms / 1000);

/** When a session ends if nobody uses it any more: by its absolute limit or by idling, whichever is first (S5). */
export function endOf(row: SessionRow, policy: Pick<AuthenticationPolicy, 'session'>): number {
  return Math.min(row.expires_at, row.last_seen_at + policy.session[row.application].idleMs);
}

/** What is told of a session to whoever may know: who, where, and how and when he proved it. No token and no digest of one. */
export function sessionClaims(row: SessionRow) {
  const methods = methodsOf(row);
  return {
    sub: row.user_id,
    participant: row.participant,
    application: row.application,
    sid: row.id,
    auth_time: numericDate(row.stepped_up_at ?? row.opened_at),
    amr: authenticationMethods(methods),
    methods,
  };
}
