import { type Database, type Transaction, execute, insertIfAbsent } from '@countersign/platform';
import type { AuthenticationPolicy } from '../policy.ts';
import type { FlowPurpose } from '../route-book.ts';
import { nobody } from './nobody.ts';

/** Whose budget, for what, when. A decoy names nobody. */
export interface Attempt {
  readonly profileUuid: string | null;
  readonly purpose: FlowPurpose;
  /** True for who has nothing but a user ID to show. */
  readonly stranger: boolean;
  readonly now: number;
}

type Rules = Pick<AuthenticationPolicy, 'secondFactorFailures' | 'strangerFailures'>;

/**
 * Takes one attempt from the person's one budget, committed before anything is compared, so that parallel guesses
 * cannot share it (L1, O3, O4). Strangers get at most their share of it and never its last unit, so that they can neither use
 * it up nor lock anybody (O9). False: no attempt is left, and nothing may be compared.
 */
export async function takeAttempt(database: Database, attempt: Attempt, rules: Rules): Promise<boolean> {
  if (await database.autocommit((tx) => takeFree(tx, attempt, rules))) return true;
  return database.transaction(async (tx) => {
    if (attempt.purpose === 'RESET' && (await takeWhileLocked(tx, attempt, rules))) return true;
    if (attempt.profileUuid === null) return false;
    const fresh = await insertIfAbsent(tx, 'account', { profile_uuid: attempt.profileUuid });
    return fresh && (await takeFree(tx, attempt, rules));
  });
}

async function takeFree(tx: Transaction, attempt: Attempt, rules: Rules): Promise<boolean> {
  const stranger = attempt.stranger ? 1 : 0;
  const taken = await execute(
    tx,
    `UPDATE account SET second_factor_failures = second_factor_failures + 1, reset_failures = reset_failures + ?,
        stranger_failures = stranger_failures + ?, attempt_at = ?
      WHERE profile_uuid = ? AND locked_at IS NULL AND second_factor_failures < ? AND (? = 0 OR stranger_failures < ?)`,
    [
      attempt.purpose === 'RESET' ? 1 : 0,
      stranger,
      attempt.now,
      attempt.profileUuid ?? nobody,
      rules.secondFactorFailures - stranger,
      stranger,
      rules.strangerFailures,
    ],
  );
  return taken === 1;
}

/** Someone whom only logins locked may still change a stolen password, by a few comparisons more (W15). */
async function takeWhileLocked(tx: Transaction, attempt: Attempt, rules: Rules): Promise<boolean> {
  const stranger = attempt.stranger ? 1 : 0;
  const taken = await execute(
    tx,
    `UPDATE account SET locked_reset_allowance = locked_reset_allowance - 1, stranger_failures = stranger_failures + ?,
        attempt_at = ?
      WHERE profile_uuid = ? AND locked_at IS NOT NULL AND locked_reset_allowance > 0 AND (? = 0 OR stranger_failures < ?)`,
    [stranger, attempt.now, attempt.profileUuid ?? nobody, stranger, rules.strangerFailures],
  );
  return taken === 1;
}
