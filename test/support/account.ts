import type { Person } from './person.ts';
import type { Stack } from './stacks.ts';

/** What Authentication keeps about a person beside the plugins. */
export interface Account {
  readonly failures: number;
  readonly locked: boolean;
}

/** The internal ID of a person's profile. */
export async function uuidOf(stack: Stack, who: Person): Promise<string> {
  const identity = await stack.tables('identity');
  const [row] = await identity.rows<{ uuid: string }>(
    'SELECT uuid FROM user_profile WHERE user_id = ? AND deleted_at IS NULL',
    [who.userId],
  );
  if (row === undefined) throw new Error(`No profile ${who.userId}.`);
  return row.uuid;
}

/** The person's failure budget and lock, past the product. */
export async function accountOf(stack: Stack, who: Person): Promise<Account> {
  const authentication = await stack.tables('authentication');
  const [row] = await authentication.rows<{ second_factor_failures: number; locked_at: number | null }>(
    'SELECT second_factor_failures, locked_at FROM account WHERE profile_uuid = ?',
    [await uuidOf(stack, who)],
  );
  return { failures: Number(row?.second_factor_failures ?? 0), locked: (row?.locked_at ?? null) !== null };
}

/** Gives back the whole failure budget, so that the next test starts from a clean slate. */
export async function forgive(stack: Stack, who: Person): Promise<void> {
  const authentication = await stack.tables('authentication');
  await authentication.change(
    'UPDATE account SET second_factor_failures = 0, reset_failures = 0, stranger_failures = 0, password_failures = 0, locked_at = NULL, lock_reason = NULL WHERE profile_uuid = ?',
    [await uuidOf(stack, who)],
  );
}

/** How many sessions of the person are alive. */
export async function liveSessions(stack: Stack, who: Person): Promise<number> {
  const authentication = await stack.tables('authentication');
  const rows = await authentication.rows('SELECT id FROM session WHERE profile_uuid = ? AND ended_at IS NULL', [
    await uuidOf(stack, who),
  ]);
  return rows.length;
}
