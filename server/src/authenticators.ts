import { emailOtpAuthenticator } from '@countersign/authenticator-email-otp';
import { hotpAuthenticator } from '@countersign/authenticator-hotp';
import type { AuthenticatorPlugin, Manifest } from '@countersign/authenticator-kit';
import { passkeyAuthenticator } from '@countersign/authenticator-passkey';
import { passwordAuthenticator } from '@countersign/authenticator-password';
import { recoveryCodeAuthenticator } from '@countersign/authenticator-recovery-code';
import { smartcardManifest } from '@countersign/authenticator-smartcard';
import { totpAuthenticator } from '@countersign/authenticator-totp';
import type { Settings } from './settings/read-server-settings.ts';
import { smartcards } from './smartcards.ts';

/** The authenticators of this installation in the order in which they start; the next one is one more line here. */
export function authenticators(settings: Settings): readonly AuthenticatorPlugin[] {
  const cards = smartcards(settings);
  // Each plugin's own answer type is known to it alone; the host hands it back what its `parse` made.
  return [
    ...(cards === null ? [] : [cards]),
    passwordAuthenticator(),
    totpAuthenticator(),
    hotpAuthenticator(),
    passkeyAuthenticator(),
    emailOtpAuthenticator(),
    recoveryCodeAuthenticator(),
  ] as unknown as readonly AuthenticatorPlugin[];
}

/** What the API names and this installation lacks: its fields answer that the method is not offered. */
export function notInstalled(plugins: readonly AuthenticatorPlugin[]): readonly Manifest[] {
  return plugins.some(({ manifest }) => manifest.id === smartcardManifest.id) ? [] : [smartcardManifest];
}
