import { query } from '@countersign/platform';
import type { Parts } from '../parts.ts';
import type { Standing } from '../people.ts';

/** Whether a PIN reset was applied and its initial PIN not redeemed yet: until then the card's former PIN opens nothing (W19). */
export async function pinMustChange(parts: Pick<Parts, 'database'>, { profileUuid }: Standing): Promise<boolean> {
  const rows = await parts.database.read((tx) =>
    query(tx, 'SELECT request_id FROM smartcard_pin_reset WHERE profile_uuid = ? AND must_change = 1', [profileUuid]),
  );
  return rows.length > 0;
}
