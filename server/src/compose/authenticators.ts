import { emailOtpAuthenticator } from '@countersign/authenticator-email-otp';
import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { passwordAuthenticator } from '@countersign/authenticator-password';
import { totpAuthenticator } from '@countersign/authenticator-totp';

/** The authenticators of this installation. Add one here and its fields, tables and routes come with it. */
export function authenticators(): readonly AuthenticatorPlugin[] {
  return [passwordAuthenticator(), emailOtpAuthenticator(), totpAuthenticator()] as readonly AuthenticatorPlugin[];
}
