/** What our authenticators are called by others (RFC 8176 2). One that is not here goes by its own name alone. */
const references: Readonly<Record<string, readonly string[]>> = {
  password: ['pwd'],
  totp: ['otp'],
  hotp: ['otp'],
  'email-otp': ['otp'],
  'recovery-code': ['otp'],
  smartcard: ['sc', 'pin'],
  passkey: ['pop', 'user'],
};

/** The proofs of a session as RFC 8176 names them; every way in proves two factors, hence always `mfa` (design 5). */
export function authenticationMethods(methods: readonly string[]): readonly string[] {
  return [...new Set([...methods.flatMap((method) => references[method] ?? []), 'mfa'])];
}
