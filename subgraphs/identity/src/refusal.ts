import type { IdentityErrorCode } from './error-codes.ts';

/** An expected "no", with what a person can do about it; never a fault. */
export interface Refusal {
  readonly code: IdentityErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly nextOpening?: Date | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A value, or the reason why there is none. */
export type Judged<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** The positive half of Judged. */
export const accepted = <T>(value: T): Judged<T> => ({ ok: true, value });

/** The negative half of Judged. */
export const refused = (
  code: IdentityErrorCode,
  message: string,
  more: Omit<Refusal, 'code' | 'message'> = {},
): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: { code, message, ...more },
});
