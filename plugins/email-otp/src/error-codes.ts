/** Codes that this plugin can give to a person. */
export const errorCodes = {
  CODE_MALFORMED: 'The code does not have the right number of digits. Type the digits of the newest mail.',
  OTP_RESEND_TOO_SOON: 'A code was sent less than a minute ago. Wait for it, or ask again after retryAfter seconds.',
  OTP_SEND_LIMIT_REACHED: 'Too many codes were sent within an hour. Try again after retryAfter seconds.',
} as const satisfies Record<string, string>;
