import type { CodeShape } from './code-shape.ts';

/** A key that a token was delivered with, on its way into a table (RFC 6030 4.2). Never printed and never logged. */
export interface ImportedKey extends CodeShape {
  readonly secret: Uint8Array;
  /** The first counter that the token has not used yet. */
  readonly counter: number;
  readonly periodSeconds: 30 | 60;
  /** Steps by which the token's clock is known to be ahead of time. */
  readonly driftSteps: number;
}
