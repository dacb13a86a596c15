import { toString as drawQrCode } from 'qrcode';
import { base32 } from './base32.ts';
import { PERIOD_SECONDS } from './one-time-password.ts';

/** What the person needs to put the key into an app. Shown once (W12). */
export interface DeviceSetup extends Readonly<Record<string, unknown>> {
  readonly otpauthUri: string;
  /** Inline SVG: no XML declaration, so that it can stand inside a page. */
  readonly qrCode: string;
  /** The key in groups of four, for typing. Apps ignore the spaces. */
  readonly manualEntryKey: string;
  readonly account: string;
}

/** The key URI of W12 steps 10-11, its QR code and its typed form. */
export async function deviceSetup(issuer: string, userId: string, secret: Uint8Array): Promise<DeviceSetup> {
  const key = base32(secret);
  const otpauthUri = keyUri(issuer, userId, key);
  const drawn = await drawQrCode(otpauthUri, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  return {
    otpauthUri,
    qrCode: drawn.slice(drawn.indexOf('<svg')).trim(),
    manualEntryKey: key.match(/.{1,4}/g)?.join(' ') ?? key,
    account: `${issuer}:${userId}`,
  };
}

/**
 * `encodeURIComponent`, because apps read `+` as a plus; and no `&` in a value even encoded, because one widespread app
 * decodes the query before it splits it, which would let an issuer add parameters.
 */
function keyUri(issuer: string, userId: string, key: string): string {
  if (/[&:]/.test(issuer) || /[&:]/.test(userId)) throw new RangeError('issuer and user ID hold neither & nor :');
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(userId)}`;
  const query = [
    ['secret', key],
    ['issuer', issuer],
    ['period', String(PERIOD_SECONDS)],
    ['digits', '6'],
  ] as const;
  return `otpauth://totp/${label}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}
