import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noTexts, oddTexts } from './conformance/index.ts';
import { parseNumericCode } from './index.ts';

describe('parseNumericCode', () => {
  it('reads six digits, and the two halves that apps show, as the same code', () => {
    expect(parseNumericCode('123456', 6)).toEqual({ ok: true, answer: { code: '123456' } });
    expect(parseNumericCode('123 456', 6)).toEqual({ ok: true, answer: { code: '123456' } });
    expect(parseNumericCode('1234 5678', 8)).toEqual({ ok: true, answer: { code: '12345678' } });
  });

  it('refuses full-width digits, a trailing newline, other spaces and whatever is no text', () => {
    for (const odd of [...noTexts, ...oddTexts]) expect(parseNumericCode(odd, 6).ok).toBe(false);
    for (const odd of ['12 3456', '1234 56', '123  456', '123456 ', '12345', '1234567']) {
      expect(parseNumericCode(odd, 6)).toMatchObject({ ok: false, code: 'CODE_MALFORMED' });
    }
  });

  it('accepts no other text at all', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 9 }), fc.stringMatching(/^[0-9 \n]{5,8}$/));
    const allowed = (value: string) => /^[0-9]{3} ?[0-9]{3}$/.test(value) && value.length <= 7 && !value.endsWith('\n');
    fc.assert(
      fc.property(text, (value) => parseNumericCode(value, 6).ok === allowed(value)),
      { numRuns: 5_000 },
    );
  });
});
