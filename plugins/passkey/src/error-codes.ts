/** Codes that this plugin can give to a person. */
export const errorCodes = {
  PASSKEY_MALFORMED:
    'This is no answer of a passkey. Send what navigator.credentials.create() or get() answered, as JSON (toJSON()).',
} as const satisfies Record<string, string>;
