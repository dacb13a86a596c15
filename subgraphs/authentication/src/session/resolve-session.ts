import { execute, sha256 } from '@countersign/platform';
import type { Parts } from '../parts.ts';
import { isCutOff } from '../route-book.ts';
import { type EndReason, endSession } from './end-session.ts';
import { type SessionRow, methodsOf } from './session.ts';

/** A live session and whom it stands for. */
export interface ResolvedSession {
  readonly sessionId: string;
  readonly profileUuid: string;
  readonly userId: string;
  readonly participant: string | null;
  readonly application: string;
  readonly methods: readonly string[];
  readonly steppedUpAt: Date | null;
}

/** Being seen is written at most this often; the idle limit is exact to it. */
const touchEveryMs = 15_000;

/** How far clocks of several instances may lie apart. A session seen later than that from now saw the clock set back. */
const clocksApartMs = 120_000;

/**
 * The session behind a token, if it still lives by the database, its limits (S5) and the person's standing at this very
 * moment: any change of status, rights or address since its opening ends it here, on every instance (S3). `passive`: nobody
 * acts, a page only stands open, so the idle limit runs on (S5); it stands open on the token with which it was opened.
 */
export async function resolveSession(parts: Parts, token: string, passive = false): Promise<ResolvedSession | null> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  const row = await rowOf(parts, sha256(token), passive);
  if (row === null || !(await isLiveNow(parts, row, { passive }))) return null;
  return {
    sessionId: row.id,
    profileUuid: row.profile_uuid,
    userId: row.user_id,
    participant: row.participant,
    application: row.application,
    methods: methodsOf(row),
    steppedUpAt: row.stepped_up_at === null ? null : new Date(row.stepped_up_at),
  };
}

/**
 * Whether a stored session lives now; one that does not is ended for good, and one that somebody uses is marked as seen,
 * unless he only watches.
 */
export async function isLiveNow(parts: Parts, row: SessionRow, use: { readonly passive: boolean }): Promise<boolean> {
  if (row.ended_at !== null) return false;
  const now = parts.clock.now().getTime();
  const over = await reasonToEnd(parts, row, now);
  if (over !== null) {
    await parts.database.autocommit((tx) => endSession(tx, row.id, over, now));
    return false;
  }
  if (!use.passive && now - row.last_seen_at >= touchEveryMs) {
    await parts.database.autocommit((tx) =>
      execute(tx, 'UPDATE session SET last_seen_at = ? WHERE id = ? AND ended_at IS NULL AND last_seen_at < ?', [
        now,
        row.id,
        now,
      ]),
    );
  }
  return true;
}

/** Only what was opened before goes on with a token that a newer one took the place of, while the session lives (S1). */
async function rowOf(parts: Parts, digest: string, passive: boolean): Promise<SessionRow | null> {
  const row = await parts.sessions.byTokenDigest(digest);
  return row === null && passive ? parts.sessions.byRenewedDigest(digest) : row;
}

/** Whether a session lives, for another part that decides on it. */
export async function sessionStanding(parts: Parts, sessionId: string) {
  const row = await parts.sessions.byId(sessionId);
  if (row === null) return null;
  const live = row.ended_at === null && (await reasonToEnd(parts, row, parts.clock.now().getTime())) === null;
  return {
    live,
    profileUuid: row.profile_uuid,
    methods: methodsOf(row),
    steppedUpAt: row.stepped_up_at === null ? null : new Date(row.stepped_up_at),
  };
}

/** Why a stored session lives no longer by its limits, its method and its person's standing now; null while it does (S3, S5). */
export async function reasonToEnd(parts: Parts, row: SessionRow, now: number): Promise<EndReason | null> {
  if (now >= row.expires_at) return 'EXPIRED';
  if (now < row.last_seen_at - clocksApartMs) return 'CLOCK_SET_BACK';
  if (now - row.last_seen_at >= parts.policy.session[row.application].idleMs) return 'IDLE';
  const standing = await parts.people.byUuid(row.profile_uuid);
  if (standing !== null && methodsOf(row).some((id) => isCutOff(id, standing.phase))) return 'METHOD_ENDED';
  const same =
    standing !== null &&
    standing.usable === true &&
    standing.securityVersion === row.security_version &&
    standing.applications.includes(row.application);
  return same ? null : 'STANDING_CHANGED';
}
