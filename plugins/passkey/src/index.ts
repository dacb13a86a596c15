export { errorCodes } from './error-codes.ts';
export { passkeyAuthenticator } from './passkey-authenticator.ts';
export type { PasskeyAnswer } from './parse-response.ts';
