import type { ErrorCode } from '../error-codes.ts';
import type { GivenAnswer } from './answer-with-password.ts';

/** What is said of an answer that nobody can guess: no code was mistyped, and a new device is not yet anybody's proof (O8, W12). */
export function refusalOfUnguessable({ owed }: Pick<GivenAnswer, 'owed'>): ErrorCode {
  return owed.kind === 'CONFIRMATION' ? 'DEVICE_NOT_CONFIRMED' : 'AUTH_FAILED';
}
