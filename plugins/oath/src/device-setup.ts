import { toString as drawQrCode } from 'qrcode';
import { base32 } from './base32.ts';

/** What the person needs to put the key into an app. Shown once (W12). */
export interface DeviceSetup extends Readonly<Record<string, unknown>> {
  readonly otpauthUri: string;
  /** Inline SVG: no XML declaration, so that it can stand inside a page. */
  readonly qrCode: string;
  /** The key in groups of four, for typing. Apps ignore the spaces. */
  readonly manualEntryKey: string;
  readonly account: string;
  /** What to do with an entry of the same name, which apps refuse to overwrite. */
  readonly message: string;
}

/** A key on its way to a device: for whom, by which kind of code, and with which parameters of the URI. */
export interface NewKey {
  readonly issuer: string;
  readonly userId: string;
  readonly secret: Uint8Array;
  readonly kind: 'totp' | 'hotp';
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether a device of this person stands, which this one is to replace. */
  readonly replacing: boolean;
}

/** The key URI of W12 steps 10-11, its QR code and its typed form. */
export async function deviceSetup(key: NewKey): Promise<DeviceSetup> {
  const typed = base32(key.secret);
  const otpauthUri = keyUri(key, typed);
  const account = `${key.issuer}:${key.userId}`;
  const drawn = await drawQrCode(otpauthUri, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  return {
    otpauthUri,
    qrCode: drawn.slice(drawn.indexOf('<svg')).trim(),
    manualEntryKey: typed.match(/.{1,4}/g)?.join(' ') ?? typed,
    account,
    message: key.replacing ? replacing(account) : first(account),
  };
}

const first = (account: string) =>
  `Scan the code or type the key. If the app already shows an entry named ${account}, remove that one first: an app refuses a second entry of the same name.`;

const replacing = (account: string) =>
  `This key replaces the one that you use now, whose codes end with the first code of the new one. Remove the old entry named ${account} from the app, then scan the code or type the key: an app refuses a second entry of the same name.`;

/**
 * `encodeURIComponent`, because apps read `+` as a plus; and no `&` in a value even encoded, because one widespread app
 * decodes the query before it splits it, which would let an issuer add parameters.
 */
function keyUri({ issuer, userId, kind, parameters }: NewKey, typed: string): string {
  if (/[&:]/.test(issuer) || /[&:]/.test(userId)) throw new RangeError('issuer and user ID hold neither & nor :');
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(userId)}`;
  const query = Object.entries({ secret: typed, issuer, ...parameters });
  return `otpauth://${kind}/${label}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}
