/** Codes that this plugin can give to a person. */
export const errorCodes = {
  RECOVERY_CODE_MALFORMED:
    'That is no recovery code. One is twelve letters and digits in three groups, as on your list; small letters and missing hyphens do not matter.',
} as const satisfies Record<string, string>;
