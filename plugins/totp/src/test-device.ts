import { oneTimePassword, timeStep } from './index.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The key that an app would read from the URI; its forms are added to `secrets` when given. */
export function secretOf(otpauthUri: string, secrets?: Set<string>): Uint8Array {
  const text = new URL(otpauthUri).searchParams.get('secret') ?? '';
  let bits = '';
  for (const letter of text) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, '0');
  const key = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  secrets?.add(text).add(Buffer.from(key).toString('base64url')).add(Buffer.from(key).toString('hex'));
  return key;
}

/** What a device with this key shows at an instant. */
export function codeFor(key: Uint8Array, at: Date): string {
  return oneTimePassword({ secret: key, counter: timeStep(at) });
}

/** A code that a device with this key shows at none of the instants near this one. */
export function otherCode(key: Uint8Array | undefined, at: Date): string {
  const near =
    key === undefined
      ? []
      : [-2, -1, 0, 1, 2].map((by) => oneTimePassword({ secret: key, counter: timeStep(at) + by }));
  return ['135790', '246801', '987123', '650912', '774411', '309218'].find((code) => !near.includes(code)) ?? '000001';
}
