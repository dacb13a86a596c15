export { errorCodes } from './error-codes.ts';
export { recoveryCodeAuthenticator } from './recovery-code-authenticator.ts';
