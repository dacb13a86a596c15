export { errorCodes } from './error-codes.ts';
export { IssuersUnusable } from './issuers.ts';
export { revocationFiles, type RevocationSource } from './revocation-source.ts';
export { smartcardAuthenticator, smartcardManifest, type SmartcardOptions } from './smartcard-authenticator.ts';
