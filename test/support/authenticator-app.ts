import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error('Not Base32.');
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

/** A soft token written from RFC 6238 with node:crypto alone, so that it can disagree with the product's library. */
export interface AuthenticatorApp {
  readonly secret: string;
  readonly issuer: string;
  readonly account: string;
  /** What an app shows at this time. */
  codeAt(at: Date): string;
  /** What a token shows after this many presses (RFC 4226 5.3). */
  codeOf(counter: number): string;
}

/** What a phone does with the QR code's text. */
export function scan(otpauthUri: string): AuthenticatorApp {
  const uri = new URL(otpauthUri);
  if (uri.protocol !== 'otpauth:' || !['totp', 'hotp'].includes(uri.host)) throw new Error('Not an OATH account.');
  const [issuer = '', account = ''] = decodeURIComponent(uri.pathname.slice(1)).split(':');
  const secret = uri.searchParams.get('secret') ?? '';
  const period = Number(uri.searchParams.get('period') ?? 30);
  const digits = Number(uri.searchParams.get('digits') ?? 6);
  const key = fromBase32(secret);
  const codeOf = (counter: number) => {
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(counter));
    const mac = createHmac('sha1', key).update(message).digest();
    const offset = (mac.at(-1) ?? 0) & 0x0f;
    const number = mac.readUInt32BE(offset) & 0x7fffffff;
    return String(number % 10 ** digits).padStart(digits, '0');
  };
  const codeAt = (at: Date) => codeOf(Math.floor(at.getTime() / 1000 / period));
  return { secret, issuer, account, codeAt, codeOf };
}
