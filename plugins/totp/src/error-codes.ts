/** Codes that this plugin can give to a person. */
export const errorCodes = {
  CODE_MALFORMED:
    'The code is not six or eight digits. Type the digits that the app or token shows now; the space in the middle is optional.',
} as const satisfies Record<string, string>;
