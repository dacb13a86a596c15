/** An expected "no", with what a person can do about it; never a fault. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  /** The input field it is about. */
  readonly field?: string | null;
  /** When the function hours begin again. */
  readonly nextOpening?: Date | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A value, or the reason why there is none. */
export type Judged<Value, Code extends string = string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal<Code> };

/** The positive half of Judged. */
export const accepted = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

/** The negative half of Judged, for the codes of one part. */
export const refusing =
  <Code extends string>() =>
  (
    code: Code,
    message: string,
    more: Omit<Refusal<Code>, 'code' | 'message'> = {},
  ): { readonly ok: false; readonly refusal: Refusal<Code> } => ({ ok: false, refusal: { code, message, ...more } });
