import { type ErrorCode, errorCodes } from './error-codes.ts';

/** A "no" that a person can read and act on; a member of the API's unions, never an exception. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** The input field it is about. */
  readonly field: string | null;
  /** When the function hours begin again, where they are the reason. */
  readonly nextOpening: Date | null;
  /** What else helps, as the owner gave it: the line of a file that cannot be read. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A refusal of our own, with the registered sentence unless a more exact one is given. */
export function refuse(code: ErrorCode, exact: { readonly message?: string; readonly field?: string } = {}): Refusal {
  return { code, message: exact.message ?? errorCodes[code], field: exact.field ?? null, nextOpening: null };
}
