/** Codes that this plugin can give to a person or throw as a fault. */
export const errorCodes = {
  PASSWORD_MALFORMED: 'The password is missing, too long to be one, or not valid Unicode text.',
  PASSWORD_MISMATCH: 'The new password and its confirmation differ. Type the same password twice.',
  PASSWORD_TOO_SHORT: 'The new password has too few characters. Spaces count; several words make a good password.',
  PASSWORD_TOO_LONG: 'The new password has too many characters.',
  PASSWORD_BLOCKLISTED: 'The new password is among those guessed first; the message says why. Choose another.',
  PASSWORD_REUSED: 'The new password was used before. Choose one that is not among the last five.',
  TOO_BUSY: 'Too many passwords are being checked at this moment. Nothing was checked; try again shortly.',
  PEPPER_MISSING: 'Passwords were stored with a pepper that is not configured now. Configure it and start again.',
} as const satisfies Record<string, string>;
