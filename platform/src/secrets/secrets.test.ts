import { describe, expect, it } from '@jest/globals';
import { equalText, sha256 } from './compare.ts';
import { newId } from './new-id.ts';
import { randomDigits, randomToken } from './random.ts';
import { createSecretBox } from './secret-box.ts';

const master = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const box = createSecretBox(master(1));

describe('a secret box', () => {
  it('opens what it sealed under the same context, and nothing tells the text', () => {
    const sealed = box.seal(text('JBSWY3DPEHPK3PXP'), 'totp:profile-1');
    expect(Buffer.from(box.open(sealed, 'totp:profile-1')).toString()).toBe('JBSWY3DPEHPK3PXP');
    expect(Buffer.from(sealed.split('.')[2]!, 'base64url').toString('latin1')).not.toContain('JBSWY3');
    expect(box.seal(text('same'), 'c')).not.toBe(box.seal(text('same'), 'c'));
  });

  it('refuses another context, another key and every single altered byte', () => {
    const sealed = box.seal(text('seed'), 'totp:profile-1');
    expect(() => box.open(sealed, 'totp:profile-2')).toThrow();
    expect(() => createSecretBox(master(2)).open(sealed, 'totp:profile-1')).toThrow('not configured');
    const [format, name, payload = ''] = sealed.split('.');
    const bytes = Buffer.from(payload, 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(index) ^ 1, index);
      expect(() => box.open(`${format}.${name}.${altered.toString('base64url')}`, 'totp:profile-1')).toThrow();
    }
    for (const broken of ['', 'v1', 'v1..', `v2.${name}.${payload}`, `v1.${name}.`, `v1.${name}.AAAA`]) {
      expect(() => box.open(broken, 'totp:profile-1')).toThrow();
    }
  });

  it('still opens what an earlier master key sealed, and says that it is stale', () => {
    const old = box.seal(text('seed'), 'c');
    const renewed = createSecretBox(master(2), [master(1)]);
    expect(Buffer.from(renewed.open(old, 'c')).toString()).toBe('seed');
    expect([renewed.stale(old), renewed.stale(renewed.seal(text('seed'), 'c'))]).toEqual([true, false]);
  });

  it('keeps purposes apart', () => {
    expect(box.keyedHash('otp', '123456')).toBe(box.keyedHash('otp', '123456'));
    expect(box.keyedHash('otp', '123456')).toHaveLength(43);
    expect(box.keyedHash('reset', '123456')).not.toBe(box.keyedHash('otp', '123456'));
    expect(createSecretBox(master(2)).keyedHash('otp', '123456')).not.toBe(box.keyedHash('otp', '123456'));
    expect(box.derive('a')).toHaveLength(32);
    expect(box.derive('a')).not.toEqual(box.derive('b'));
  });

  it('refuses a short master key', () => {
    expect(() => createSecretBox(new Uint8Array(31))).toThrow('at least 32 bytes');
  });
});

describe('random values', () => {
  it('a token has exactly the bytes asked for', () => {
    expect(Buffer.from(randomToken(32), 'base64url')).toHaveLength(32);
    expect(randomToken(32)).not.toBe(randomToken(32));
  });

  it('digits are uniform, leading zeros included', () => {
    const counts = new Map<string, number>();
    for (const digit of randomDigits(100_000)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    expect(counts.size).toBe(10);
    // Five standard deviations of a fair draw are about 474.
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    expect(randomDigits(6)).toMatch(/^\d{6}$/);
  });

  it('ids are version 7, unique and ascending', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(new Set(ids).size).toBe(20_000);
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('comparing', () => {
  it('tells equal from different, whatever the lengths', () => {
    expect([equalText('a', 'a'), equalText('a', 'b'), equalText('a', 'aa'), equalText('', '')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('digests as SHA-256 in base64url', () => {
    expect(sha256('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});
