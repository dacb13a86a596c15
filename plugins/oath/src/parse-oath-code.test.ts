import { describe, expect, it } from '@jest/globals';
import { parseOathCode } from './index.ts';

describe('a code as people type it', () => {
  it('has six or eight digits, with or without the space that the device shows in the middle', () => {
    for (const typed of ['123456', '123 456'])
      expect(parseOathCode(typed)).toEqual({ ok: true, answer: { code: '123456' } });
    for (const typed of ['12345678', '1234 5678']) {
      expect(parseOathCode(typed)).toEqual({ ok: true, answer: { code: '12345678' } });
    }
  });

  it('has no other length and no other characters (O6)', () => {
    for (const typed of [
      '12345',
      '1234567',
      '123 4567',
      '123456789',
      '12 345678',
      '123456\n',
      '１２３４５６',
      '',
      6,
      null,
    ]) {
      expect(parseOathCode(typed)).toMatchObject({ ok: false, code: 'CODE_MALFORMED' });
    }
  });
});
