/** What the agent tells of a PIN before anybody types one (CK_TOKEN_INFO flags). */
export type PinState = 'PIN_NOT_SET' | 'PIN_COUNT_LOW' | 'FINAL_TRY' | 'LOCKED' | 'PIN_MUST_CHANGE';

/** A certificate on a card whose key may sign. */
export interface CardCertificate {
  /** SHA-256 of the certificate in hexadecimal: by this it is chosen. */
  readonly fingerprint: string;
  /** Base64 DER. */
  readonly certificate: string;
  /** CKA_ID of certificate and key, in hexadecimal. */
  readonly keyId: string;
  readonly subject: string;
  /** Common name: what is printed on the card, for the eye alone. */
  readonly name: string;
  readonly notAfter: string;
  readonly key: 'RSA' | 'EC_P256' | 'EC_P384';
}

/** A card in a reader. */
export interface Card {
  readonly serial: string;
  readonly label: string;
  readonly states: readonly PinState[];
  readonly certificates: readonly CardCertificate[];
}
