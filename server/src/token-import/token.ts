import type { ImportedKey } from '@countersign/oath';

/** Why one token of a file cannot be used; the others can. */
export interface TokenRefusal {
  readonly code: string;
  readonly message: string;
}

/** One key package as the file has it: either a key that can be used, or why not. */
export interface Token {
  /** Serial number of the device, or the id of the key where there is none. */
  readonly serial: string;
  /** Whom the file names as its holder. */
  readonly holder: string | null;
  readonly content: { readonly kind: 'hotp' | 'totp'; readonly key: ImportedKey } | { readonly refusal: TokenRefusal };
}

/** Ends the reading of one token alone. */
export class TokenUnusable extends Error {
  readonly refusal: TokenRefusal;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'TokenUnusable';
    this.refusal = { code, message };
  }
}
