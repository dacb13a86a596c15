import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const PLACES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/softhsm/libsofthsm2.so`,
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];

/** Said where SoftHSM is not installed. */
export const SOFTHSM_MISSING =
  'SoftHSM is not installed on this machine. On Debian and Ubuntu: apt-get install softhsm2. On macOS: brew install softhsm.';

/** Path of SoftHSM's PKCS#11 module on this machine, or null. */
export function softHsmModule(): string | null {
  return PLACES.find((place) => existsSync(place)) ?? null;
}

/** Writes SoftHSM's configuration for tokens in this folder; SOFTHSM2_CONF must name the answered file. */
export function softHsmConfiguration(folder: string): string {
  const tokens = path.join(folder, 'tokens');
  mkdirSync(tokens, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'softhsm2.conf');
  writeFileSync(file, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  return file;
}
