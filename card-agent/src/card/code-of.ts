import { CKR } from '../cryptoki/cryptoki-constants.ts';
import { CryptokiError } from '../cryptoki/cryptoki-error.ts';
import type { ErrorCode } from '../error-codes.ts';

const CODES: Readonly<Record<number, ErrorCode>> = {
  [CKR.PIN_INCORRECT]: 'PIN_WRONG',
  [CKR.PIN_LOCKED]: 'PIN_LOCKED',
  [CKR.PIN_EXPIRED]: 'PIN_MUST_CHANGE',
  [CKR.PIN_INVALID]: 'PIN_SHAPE',
  [CKR.PIN_LEN_RANGE]: 'PIN_SHAPE',
  [CKR.DEVICE_REMOVED]: 'CARD_REMOVED',
  [CKR.TOKEN_NOT_PRESENT]: 'CARD_REMOVED',
  [CKR.TOKEN_NOT_RECOGNIZED]: 'CARD_REMOVED',
  [CKR.SLOT_ID_INVALID]: 'CARD_REMOVED',
};

/** What a failed call means to the person; all that is not known is a failed card. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof CryptokiError ? (CODES[error.result] ?? 'CARD_FAILED') : 'CARD_FAILED';
}
