import { CKF } from '../cryptoki/cryptoki-constants.ts';
import type { PinState } from './card.ts';

const MEANT: readonly (readonly [number, PinState])[] = [
  [CKF.USER_PIN_LOCKED, 'LOCKED'],
  [CKF.USER_PIN_FINAL_TRY, 'FINAL_TRY'],
  [CKF.USER_PIN_COUNT_LOW, 'PIN_COUNT_LOW'],
  [CKF.USER_PIN_TO_BE_CHANGED, 'PIN_MUST_CHANGE'],
];

/** The token's flags as states, worst first (PKCS#11 2.40, CK_TOKEN_INFO). */
export function pinStates(flags: number): readonly PinState[] {
  const states = MEANT.filter(([flag]) => (flags & flag) !== 0).map(([, state]) => state);
  return (flags & CKF.USER_PIN_INITIALIZED) === 0 ? [...states, 'PIN_NOT_SET'] : states;
}
