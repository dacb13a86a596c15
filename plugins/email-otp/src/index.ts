export { emailOtpAuthenticator, type EmailOtpOptions } from './email-otp-authenticator.ts';
export { errorCodes } from './error-codes.ts';
export { defaultLimits, type EmailOtpLimits } from './limits.ts';
