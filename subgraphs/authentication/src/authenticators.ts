import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { emailOtpAuthenticator } from '@countersign/authenticator-email-otp';
import { passwordAuthenticator } from '@countersign/authenticator-password';
import { totpAuthenticator } from '@countersign/authenticator-totp';

/** The authenticators of the house in the order in which they start. The next one is one more line here and a route in the book. */
export function houseAuthenticators(): readonly AuthenticatorPlugin[] {
  return [
    passwordAuthenticator(),
    totpAuthenticator(),
    emailOtpAuthenticator(),
  ] as unknown as readonly AuthenticatorPlugin[];
}
