import { type SecretBox, randomDigits } from '@countersign/platform';

/** Digits of an initial PIN: a card takes 6 to 8 (W10). */
const DIGITS = 8;
/** An armed initial PIN can be shown, and used, for this long (W19). */
export const initialPinLifeMs = 7 * 86_400_000;

/** A fresh initial PIN; it exists in this answer and nowhere else. */
export function drawInitialPin(): string {
  return randomDigits(DIGITS);
}

/** What the table keeps of it: a hash under the smartcard plugin's own key, bound to the reset and to the person. */
export function initialPinHash(
  secrets: Pick<SecretBox, 'keyedHash'>,
  pin: { readonly requestId: string; readonly profileUuid: string; readonly digits: string },
): string {
  return secrets.keyedHash('authenticator/smartcard', `initial-pin|${pin.requestId}|${pin.profileUuid}|${pin.digits}`);
}
