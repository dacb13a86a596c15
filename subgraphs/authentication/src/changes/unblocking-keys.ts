import { type Database, type SecretBox, type Transaction, execute, insertIfAbsent, query } from '@countersign/platform';

/** A card's unblocking key as its issuer hands it over. */
export interface EscrowedKey {
  readonly srn: string;
  readonly unblockingKey: string;
}

type Sealing = Pick<SecretBox, 'seal' | 'open'>;
const contextOf = (srn: string) => `smartcard/unblocking-key/${srn}`;

/** Takes keys into custody, sealed; those that are there stay as they are. */
export async function escrowKeys(
  database: Database,
  secrets: Sealing,
  escrow: { readonly keys: readonly EscrowedKey[]; readonly now: number },
): Promise<void> {
  for (const { srn, unblockingKey } of escrow.keys) {
    const sealed = secrets.seal(Buffer.from(unblockingKey, 'utf8'), contextOf(srn));
    await database.autocommit((tx) =>
      insertIfAbsent(tx, 'smartcard_unblocking_key', { srn, sealed_key: sealed, escrowed_at: escrow.now }),
    );
  }
}

/** The key of a card, and the note that it left; null when nobody handed it over. */
export async function releaseKey(tx: Transaction, secrets: Sealing, srn: string, now: number): Promise<string | null> {
  const rows = await query<{ sealed_key: string }>(
    tx,
    'SELECT sealed_key FROM smartcard_unblocking_key WHERE srn = ?',
    [srn],
  );
  const sealed = rows[0]?.sealed_key;
  if (sealed === undefined) return null;
  await execute(tx, 'UPDATE smartcard_unblocking_key SET released_at = ? WHERE srn = ?', [now, srn]);
  return Buffer.from(secrets.open(sealed, contextOf(srn))).toString('utf8');
}
