import { describe, expect, it } from '@jest/globals';
import { isMailAddress, senderAddress } from './mail-address.ts';

describe('a mail address', () => {
  it.each(['a@b.hk', 'first.last+tag@mail.example.com', 'A_b%c-d@x-y.example', "o'brien@b.hk", '-a-@b.hk'])(
    '%s may be written to',
    (address) => {
      expect(isMailAddress(address)).toBe(true);
    },
  );

  it.each([
    '',
    'a',
    '@b.hk',
    'a@',
    'a b@c.hk',
    'a@b.hk,x@evil.test',
    'a@b.hk;x@evil.test',
    '"x@evil.test"@b.hk',
    'a@b.hk\r\nRCPT TO:<x@evil.test>',
    'a@b.hk\n',
    '<a@b.hk>',
    'x@evil.test(a@b.hk)',
    'a@B.HK',
    'a@b..hk',
    'a..b@c.hk',
    '.a@c.hk',
    'a.@c.hk',
    'a@-b.hk',
    'a@b.hk.',
    'a@[127.0.0.1]',
    'ａ@b.hk',
    'a@ｂ.hk',
    `${'a'.repeat(65)}@b.hk`,
    `a@${'b'.repeat(191)}`,
    'a@b@c.hk',
    'a@b.hk\u0000',
  ])('%j may not', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });

  it('of a sender may carry a plain name', () => {
    expect(senderAddress('Countersign <no-reply@example.com>')).toEqual({
      name: 'Countersign',
      address: 'no-reply@example.com',
    });
    expect(senderAddress('no-reply@example.com')).toEqual({ name: '', address: 'no-reply@example.com' });
    expect(() => senderAddress('x <a@b.hk>, y <c@d.hk>')).toThrow();
  });
});
