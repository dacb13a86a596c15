import { type Clock, type Database, type VolatileStore, query } from '@countersign/platform';
import type { AuthenticationPolicy } from '../policy.ts';
import { nobody } from './nobody.ts';
import { passwordDelay } from './password-delay.ts';

/** Whose password is about to be tried, and from where. The ID is the typed one, so that decoys wait alike (O8). */
export interface PasswordTry {
  readonly claimedId: string;
  readonly profileUuid: string | null;
  readonly address: string;
}

/** Delays instead of locks for passwords: IDs are guessable, so a stranger must not be able to lock anybody out (L2, O9). */
export interface PasswordGate {
  /** Null to go on, else how long to wait. Nothing may be compared while one must wait. */
  admit(attempt: PasswordTry): Promise<number | null>;
  failed(attempt: PasswordTry): Promise<void>;
  succeeded(attempt: PasswordTry): Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const unbounded = 1_000_000;

/** The gate over the volatile store; the count that disables is a database row of its own. */
export function passwordGate(parts: {
  readonly volatile: VolatileStore;
  readonly database: Database;
  readonly clock: Clock;
  readonly policy: AuthenticationPolicy;
}): PasswordGate {
  const { volatile, database, clock, policy } = parts;
  const rule = { withoutDelay: policy.passwordFailuresWithoutDelay, ...policy.passwordDelayMs };
  const now = () => clock.now().getTime();
  const remaining = (until: string | null) => (until === null ? 0 : Math.max(0, Number(until) - now()));

  async function waitFor(key: string, ms: number): Promise<void> {
    if (ms > 0) await volatile.set(key, String(now() + ms), { ttlMs: ms });
  }
  async function slowDown(key: string, waitKey: string): Promise<void> {
    const { count } = await volatile.countUp(key, { limit: unbounded, windowMs: day });
    await waitFor(waitKey, passwordDelay(count, rule));
  }
  async function countSource(address: string, limit: number, windowMs: number): Promise<void> {
    const counted = await volatile.countUp(`{source:${address}}:failures:${windowMs}`, { limit, windowMs });
    if (!counted.allowed || counted.count >= limit) await waitFor(keys(address).source, counted.resetsInMs);
  }

  return {
    async admit(attempt) {
      const key = keys(attempt.address, attempt.claimedId);
      const [source, pair, user, burst] = await Promise.all([
        volatile.get(key.source),
        volatile.get(key.pairWait),
        volatile.get(key.userWait),
        volatile.countUp(key.burst, { limit: policy.passwordBurstPerMinute, windowMs: minute }),
      ]);
      const strict = Math.max(remaining(source), remaining(pair));
      if (strict > 0) return strict;
      const shared = Math.max(remaining(user), burst.allowed ? 0 : burst.resetsInMs);
      if (shared === 0 || (await isKnownSource(database, attempt))) return null;
      return shared;
    },
    async failed(attempt) {
      const key = keys(attempt.address, attempt.claimedId);
      await Promise.all([
        slowDown(key.pairCount, key.pairWait),
        slowDown(key.userCount, key.userWait),
        countSource(attempt.address, policy.sourceFailures.perMinute, minute),
        countSource(attempt.address, policy.sourceFailures.perHour, hour),
      ]);
    },
    async succeeded(attempt) {
      const key = keys(attempt.address, attempt.claimedId);
      await Promise.all([key.pairCount, key.pairWait, key.userCount, key.userWait].map((one) => volatile.delete(one)));
    },
  };
}

function keys(address: string, claimedId = '') {
  const user = `{password:${claimedId}}`;
  return {
    source: `{source:${address}}:wait`,
    pairCount: `${user}:count:${address}`,
    pairWait: `${user}:wait:${address}`,
    userCount: `${user}:count`,
    userWait: `${user}:wait`,
    burst: `${user}:burst`,
  };
}

/** A source that signed this person in before is his own desk: strangers' failures do not slow it down (O9). */
async function isKnownSource(database: Database, attempt: PasswordTry): Promise<boolean> {
  const rows = await database.read((tx) =>
    query(tx, 'SELECT id FROM session WHERE profile_uuid = ? AND source_address = ? LIMIT 1', [
      attempt.profileUuid ?? nobody,
      attempt.address,
    ]),
  );
  return rows.length > 0;
}
