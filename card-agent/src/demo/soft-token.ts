/** A card that is a file: what a SoftHSM token is made with. */
export interface SoftToken {
  readonly label: string;
  readonly pin: string;
  /** The security officer's PIN: it sets a new one when the holder forgot his. */
  readonly unblockingKey: string;
  readonly key: 'RSA_2048' | 'EC_P256';
}

/** What the program that makes tokens is told. */
export interface TokenErrand {
  readonly module: string;
  readonly make: SoftToken | { readonly label: string; readonly pin: string; readonly certificate: string };
}

/** What came of it; a new key's SubjectPublicKeyInfo is base64 DER. */
export type TokenOutcome = { readonly publicKeySpki: string } | { readonly failed: string };
