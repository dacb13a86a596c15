import { describe, expect, it } from '@jest/globals';
import { base32 } from './base32.ts';
import { deviceSetup, type NewKey } from './device-setup.ts';

const secret = new TextEncoder().encode('12345678901234567890');
const KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const setUp = (change: Partial<NewKey> = {}) =>
  deviceSetup({
    issuer: 'CCMS',
    userId: 'HKABC1X1',
    secret,
    kind: 'totp',
    parameters: { period: '30', digits: '6' },
    replacing: false,
    ...change,
  });

describe('the set-up of a device', () => {
  it('has the key URI of W12, with the issuer in label and query', async () => {
    const { otpauthUri, account } = await setUp();
    expect(otpauthUri).toBe(`otpauth://totp/CCMS:HKABC1X1?secret=${KEY}&issuer=CCMS&period=30&digits=6`);
    expect(account).toBe('CCMS:HKABC1X1');
  });

  it('writes a space as %20 and never as +, and lets no & or : into a value', async () => {
    const { otpauthUri } = await setUp({ issuer: 'CCMS Test' });
    expect(otpauthUri).toContain('otpauth://totp/CCMS%20Test:HKABC1X1?');
    expect(otpauthUri).toContain('issuer=CCMS%20Test');
    expect(otpauthUri).not.toContain('+');
    await expect(setUp({ issuer: 'A&B=x' })).rejects.toThrow(RangeError);
    await expect(setUp({ userId: 'HK:ABC' })).rejects.toThrow(RangeError);
  });

  it('shows the key without padding, in groups of four', async () => {
    const { manualEntryKey } = await setUp();
    expect(manualEntryKey).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
    expect(base32(secret)).toBe(KEY);
  });

  it('draws the QR code as SVG that can stand inside a page, with a quiet zone of four modules', async () => {
    const { qrCode } = await setUp();
    expect(qrCode).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*>.*<\/svg>$/s);
    const side = Number(/viewBox="0 0 (\d+) \1"/.exec(qrCode)?.[1]);
    expect((side - 2 * 4 - 17) % 4).toBe(0);
    expect(qrCode).toContain('M4 4.5h7');
    expect(qrCode).not.toContain('<?xml');
    expect(qrCode).not.toContain('<script');
  });

  it('says to remove an entry of the same name, which apps refuse to overwrite', async () => {
    expect((await setUp()).message).toContain('If the app already shows an entry named CCMS:HKABC1X1, remove that');
    expect((await setUp({ replacing: true })).message).toContain('Remove the old entry named CCMS:HKABC1X1');
  });
});
