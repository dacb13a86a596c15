export { errorCodes } from './error-codes.ts';
export { passwordAuthenticator, type PasswordOptions } from './password-authenticator.ts';
export { defaultCost, type HashCost } from './password-hash.ts';
export type { PasswordAnswer } from './verify-password.ts';
