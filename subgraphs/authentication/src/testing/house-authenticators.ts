import { emailOtpAuthenticator } from '@countersign/authenticator-email-otp';
import { hotpAuthenticator } from '@countersign/authenticator-hotp';
import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { passkeyAuthenticator } from '@countersign/authenticator-passkey';
import { passwordAuthenticator } from '@countersign/authenticator-password';
import { recoveryCodeAuthenticator } from '@countersign/authenticator-recovery-code';
import { totpAuthenticator } from '@countersign/authenticator-totp';

/** The plugins of the house as the composition root lists them. */
export function houseAuthenticators(): readonly AuthenticatorPlugin[] {
  return [
    passwordAuthenticator(),
    totpAuthenticator(),
    hotpAuthenticator(),
    passkeyAuthenticator(),
    emailOtpAuthenticator(),
    recoveryCodeAuthenticator(),
  ] as unknown as readonly AuthenticatorPlugin[];
}
