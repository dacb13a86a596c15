export { errorCodes } from './error-codes.ts';
export { hotpAuthenticator, type HotpOptions } from './hotp-authenticator.ts';
export { importHotpDevice } from './import-device.ts';
