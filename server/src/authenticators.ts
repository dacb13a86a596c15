import { emailOtpAuthenticator } from '@countersign/authenticator-email-otp';
import { hotpAuthenticator } from '@countersign/authenticator-hotp';
import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { passkeyAuthenticator } from '@countersign/authenticator-passkey';
import { passwordAuthenticator } from '@countersign/authenticator-password';
import { recoveryCodeAuthenticator } from '@countersign/authenticator-recovery-code';
import { totpAuthenticator } from '@countersign/authenticator-totp';

/** The authenticators of this installation in the order in which they start; the next one is one more line here. */
export function authenticators(): readonly AuthenticatorPlugin[] {
  // Each plugin's own answer type is known to it alone; the host hands it back what its `parse` made.
  return [
    passwordAuthenticator(),
    totpAuthenticator(),
    hotpAuthenticator(),
    passkeyAuthenticator(),
    emailOtpAuthenticator(),
    recoveryCodeAuthenticator(),
  ] as unknown as readonly AuthenticatorPlugin[];
}
