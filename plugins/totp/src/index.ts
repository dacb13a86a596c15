export { errorCodes } from './error-codes.ts';
export { oneTimePassword, timeStep, PERIOD_SECONDS, type OneTimePasswordInput } from './one-time-password.ts';
export { totpAuthenticator, type TotpOptions } from './totp-authenticator.ts';
