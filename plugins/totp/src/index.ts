export { errorCodes } from './error-codes.ts';
export { importTotpDevice } from './import-device.ts';
export { PERIOD_SECONDS, timeStep } from './time-step.ts';
export { totpAuthenticator, type TotpOptions } from './totp-authenticator.ts';
export { oneTimePassword } from '@countersign/oath';
