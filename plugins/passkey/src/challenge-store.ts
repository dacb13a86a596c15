import type { FlowView, PluginTransaction, Ports, TableMigration } from '@countersign/authenticator-kit';

const SPENT = 'authenticator_passkey_spent';

/** Which challenges were answered. It decides in the database, because the volatile store may be rewound (threats 0.4). */
export const spentTable: TableMigration = {
  name: 'passkey-spent',
  up: {
    sqlite: [`CREATE TABLE ${SPENT} (challenge_hash CHAR(64) NOT NULL PRIMARY KEY, spent_at BIGINT NOT NULL)`],
    mysql: [`CREATE TABLE ${SPENT} (challenge_hash CHAR(64) NOT NULL PRIMARY KEY, spent_at BIGINT NOT NULL)`],
  },
};

/** What is kept of a challenge: its keyed hash in hexadecimal, which compares alike on every engine. */
export function challengeHash(secrets: Ports['secrets'], challenge: string): string {
  return Buffer.from(secrets.keyedHash(`challenge|${challenge}`))
    .toString('hex')
    .slice(0, 64);
}

/** Remembers the newest challenge of a flow and purpose; the one before is forgotten. */
export function keepChallenge(
  { volatile, secrets }: Pick<Ports, 'volatile' | 'secrets'>,
  flow: FlowView,
  { challenge, ttlMs }: { readonly challenge: string; readonly ttlMs: number },
): Promise<void> {
  return volatile.set(keyOf(flow), challengeHash(secrets, challenge), { ttlMs });
}

/** The hash of the challenge that this flow waits for, or null. */
export function keptChallenge({ volatile }: Pick<Ports, 'volatile'>, flow: FlowView): Promise<string | null> {
  return volatile.get(keyOf(flow));
}

/** Spends a challenge: true for exactly one caller, ever. */
export function spendChallenge(tx: PluginTransaction, hash: string, now: Date): Promise<boolean> {
  return tx.insertIfAbsent(SPENT, { challenge_hash: hash, spent_at: now.getTime() });
}

/** Drops what no living challenge can equal. */
export async function purgeBefore(tx: PluginTransaction, instant: number): Promise<void> {
  await tx.execute(`DELETE FROM ${SPENT} WHERE spent_at < ?`, [instant]);
}

function keyOf(flow: FlowView): string {
  return `challenge:${flow.purpose}:${flow.id}`;
}
