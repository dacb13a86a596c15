import type { Clock, Database, VolatileStore } from '@countersign/platform';
import type { AuthenticationPolicy } from '../policy.ts';
import { isKnownSource } from './known-source.ts';
import { passwordDelay } from './password-delay.ts';
import { giveBackToSource, takeFromSource } from './source-limit.ts';

/** Whose password is about to be tried, and from where. The ID is the typed one, so that decoys wait alike (O8). */
export interface PasswordTry {
  readonly claimedId: string;
  readonly profileUuid: string | null;
  readonly address: string;
}

/** Leave to compare one password, or how long to wait; nothing may be compared while one must wait. */
export type Admission =
  | { readonly waitMs: number }
  | {
      readonly waitMs: null;
      /** Whether the source's unit was taken for it: what was not taken is not given back. */
      readonly reserved: boolean;
    };

/** Delays instead of locks for passwords: IDs are guessable, so a stranger must not be able to lock anybody out (L2, O9). */
export interface PasswordGate {
  admit(attempt: PasswordTry): Promise<Admission>;
  failed(attempt: PasswordTry): Promise<void>;
  /** Ends the delays; without an admission when something else than this password proved who is there. */
  succeeded(attempt: PasswordTry, admission?: Admission): Promise<void>;
  /** Nothing was compared after all, as when too many passwords wait already. */
  withdrawn(attempt: PasswordTry, admission: Admission): Promise<void>;
}

/** What is being compared fills the source's window as well, and most of it comes back when it was right. */
const soon = 1_000;
const minute = 60_000;
const day = 24 * 60 * minute;
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
  async function withdrawn({ address }: PasswordTry, admission?: Admission): Promise<void> {
    if (admission?.waitMs === null && admission.reserved) await giveBackToSource(parts, 'passwords', address);
  }

  return {
    async admit(attempt) {
      const key = keys(attempt.address, attempt.claimedId);
      const [full, source, pair, user, burst] = await Promise.all([
        takeFromSource(parts, 'passwords', attempt.address),
        volatile.get(key.sourceWait),
        volatile.get(key.pairWait),
        volatile.get(key.userWait),
        volatile.countUp(key.burst, { limit: policy.passwordBurstPerMinute, windowMs: minute }),
      ]);
      const reserved = full === null;
      const refuse = async (waitMs: number): Promise<Admission> => {
        await withdrawn(attempt, { waitMs: null, reserved });
        return { waitMs };
      };
      const strict = Math.max(remaining(source), remaining(pair));
      if (strict > 0) return refuse(strict);
      const shared = Math.max(reserved ? 0 : soon, remaining(user), burst.allowed ? 0 : burst.resetsInMs);
      if (shared === 0 || (await isKnownSource(database, attempt))) return { waitMs: null, reserved };
      return refuse(shared);
    },
    async failed(attempt) {
      const key = keys(attempt.address, attempt.claimedId);
      await Promise.all([
        slowDown(key.pairCount, key.pairWait),
        slowDown(key.userCount, key.userWait),
        recordFailure(key),
      ]);
    },
    async succeeded(attempt, admission) {
      const key = keys(attempt.address, attempt.claimedId);
      const delays = [key.pairCount, key.pairWait, key.userCount, key.userWait];
      await Promise.all([withdrawn(attempt, admission), ...delays.map((one) => volatile.delete(one))]);
    },
    withdrawn,
  };

  /** Closes the source to everybody once as many failed as a window holds. */
  async function recordFailure(key: ReturnType<typeof keys>): Promise<void> {
    const waits = await Promise.all(
      policy.perSource.passwords.map(async (window) => {
        const counted = await volatile.countUp(`${key.sourceFailed}:${window.windowMs}`, window);
        return counted.allowed && counted.count < window.limit ? 0 : counted.resetsInMs;
      }),
    );
    await waitFor(key.sourceWait, Math.max(0, ...waits));
  }
}

function keys(address: string, claimedId: string) {
  const user = `{password:${claimedId}}`;
  const source = `{source:${address}}`;
  return {
    sourceFailed: `${source}:failed`,
    sourceWait: `${source}:wait`,
    pairCount: `${user}:count:${address}`,
    pairWait: `${user}:wait:${address}`,
    userCount: `${user}:count`,
    userWait: `${user}:wait`,
    burst: `${user}:burst`,
  };
}
