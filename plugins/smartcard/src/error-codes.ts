/** Codes that this plugin can give to a person. */
export const errorCodes = {
  CARD_ANSWER_MALFORMED:
    'The answer of the smartcard is not a certificate and a signature in base64. Start again; if it stays so, have the card agent updated.',
  CERT_EXPIRED: 'The certificate on this smartcard has expired. Ask your Delegated Administrator for two-factor login.',
  CERT_REVOKED: 'The certificate on this smartcard was revoked. Contact your Delegated Administrator.',
  CERT_STATUS_UNKNOWN:
    'Smartcards cannot be checked at the moment, so none is accepted. Use two-factor login, or try again later.',
  SRN_MISMATCH:
    'This smartcard is not the one registered for this user ID. Insert the right card, or check the user ID.',
  SMARTCARD_NOT_ALLOWED:
    'This user signs in with two factors, not with a smartcard: newly created users shall use 2FA.',
} as const satisfies Record<string, string>;

/** A code of this plugin. */
export type SmartcardCode = keyof typeof errorCodes;
