import type { Ports } from '@countersign/authenticator-kit';

/** Encrypts a device's secret for this person only: moved to another row it does not open (O1). */
export function sealSecret(secrets: Ports['secrets'], profileUuid: string, secret: Uint8Array): string {
  return secrets.seal(secret, contextOf(profileUuid));
}

/** Decrypts a device's secret; throws when the row was swapped or altered. */
export function openSecret(secrets: Ports['secrets'], profileUuid: string, sealed: string): Uint8Array {
  return secrets.open(sealed, contextOf(profileUuid));
}

function contextOf(profileUuid: string): string {
  return `hotp-device:${profileUuid}`;
}
