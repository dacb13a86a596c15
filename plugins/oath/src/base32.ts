const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32 without padding: some apps refuse `=` in a key. Takes a multiple of 5 bytes, so none is ever needed. */
export function base32(bytes: Uint8Array): string {
  if (bytes.length % 5 !== 0) throw new RangeError('a key is a multiple of 5 bytes');
  let text = '';
  for (let start = 0; start < bytes.length; start += 5) {
    let group = 0n;
    for (const byte of bytes.subarray(start, start + 5)) group = (group << 8n) | BigInt(byte);
    for (let shift = 35n; shift >= 0n; shift -= 5n) text += ALPHABET.charAt(Number((group >> shift) & 31n));
  }
  return text;
}
