import { oneTimePassword } from '@countersign/oath';

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

/** What a token with this key shows for a counter. */
export function codeFor(key: Uint8Array, counter: number): string {
  return oneTimePassword({ secret: key, counter });
}

/** A code that a token with this key shows for none of its first 400 counters. */
export function otherCode(key: Uint8Array | undefined): string {
  const own = new Set(key === undefined ? [] : Array.from({ length: 400 }, (_, counter) => codeFor(key, counter)));
  return ['135790', '246801', '987123', '650912', '774411', '309218'].find((code) => !own.has(code)) ?? '000001';
}
