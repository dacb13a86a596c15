import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALPHABET, CODE_LENGTH } from './alphabet.ts';
import { codeMonth, previousCodeMonth } from './code-month.ts';
import { deriveCode } from './derive-code.ts';
import { judgeCode } from './judge-code.ts';
import { normaliseCode, showCode } from './normalise-code.ts';

const key = new Uint8Array(32).fill(7);
const checkerUuid = '0190a000-0000-7000-8000-0000000000c1';
const holder = { checkerUuid, version: 1 };
const anyCode = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: CODE_LENGTH, maxLength: CODE_LENGTH });

/** The same 50 bits by another road: one big number written in base 32. */
function codeByBigInteger(month: string, version: number): string {
  const digest = createHmac('sha256', key).update(`${checkerUuid}|${month}|${version}`).digest('hex');
  const bits = BigInt(`0x${digest}`) >> 206n;
  return [...Array(CODE_LENGTH).keys()].map((at) => ALPHABET[Number((bits >> BigInt(45 - 5 * at)) & 31n)]).join('');
}

describe('an authorisation code', () => {
  it('is the first 50 bits of the HMAC in Crockford base32 (W3)', () => {
    for (const month of ['202304', '202305', '202612']) {
      for (const version of [1, 2, 77]) {
        expect(deriveCode(key, { checkerUuid, month, version })).toBe(codeByBigInteger(month, version));
      }
    }
  });

  it('keeps its format vectors: a change here would void every code in use', () => {
    expect(showCode(deriveCode(key, { checkerUuid, month: '202304', version: 1 }))).toBe('7EMR0-Z44EV');
    expect(showCode(deriveCode(key, { checkerUuid, month: '202304', version: 2 }))).toBe('7VXEV-J4FFV');
    expect(showCode(deriveCode(key, { checkerUuid, month: '202305', version: 1 }))).toBe('T2YGV-NBHPR');
  });

  it('is read whatever the case, the hyphens, the spaces and the width', () => {
    for (const typed of [
      '0ABCD-EFGH1',
      ' 0abcd efgh1 ',
      '0abcdefgh1',
      'oabcd-efghI',
      'OABCD‑EFGHl',
      '０ａｂｃｄ－ｅｆｇｈ１',
    ]) {
      expect(normaliseCode(typed)).toBe('0ABCDEFGH1');
    }
  });

  it('is never read from something of another shape', () => {
    for (const typed of ['', '0ABCD-EFGH', '0ABCD-EFGH12', '0ABCD-EFGHU', '0ABCD_EFGH1', '0'.repeat(1_000)]) {
      expect(normaliseCode(typed)).toBeNull();
    }
  });

  it('survives every careless way of typing it', () => {
    const careless = (character: string) =>
      fc.constantFrom(character, character.toLowerCase(), `${character} `, `-${character}`);
    const misread = (character: string) =>
      character === '0'
        ? fc.constantFrom('0', 'O', 'o')
        : character === '1'
          ? fc.constantFrom('1', 'I', 'l')
          : careless(character);
    const typing = anyCode.chain((code) => fc.tuple(fc.constant(code), fc.tuple(...[...code].map(misread))));
    fc.assert(fc.property(typing, ([code, typed]) => expect(normaliseCode(typed.join(''))).toBe(code)));
  });

  it('normalises to itself once normalised', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (typed) => {
        const once = normaliseCode(typed);
        if (once !== null) expect(normaliseCode(showCode(once))).toBe(once);
      }),
    );
  });
});

describe('the month of a code', () => {
  it('turns at 00:00:00.000 in Hong Kong, not before (M7)', () => {
    expect(codeMonth(new Date('2023-04-30T23:59:59.999+08:00')).name).toBe('202304');
    expect(codeMonth(new Date('2023-05-01T00:00:00.000+08:00')).name).toBe('202305');
    expect(previousCodeMonth(new Date('2024-01-01T00:00:00.000+08:00')).name).toBe('202312');
  });

  it('spans its instants half-open', () => {
    const { from, until } = codeMonth(new Date('2024-02-29T12:00:00+08:00'));
    expect(from.toISOString()).toBe('2024-01-31T16:00:00.000Z');
    expect(until.toISOString()).toBe('2024-02-29T16:00:00.000Z');
  });

  it('holds each instant in exactly one month', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (at) => {
        const month = codeMonth(at);
        expect(month.from <= at && at < month.until).toBe(true);
        expect(previousCodeMonth(at).until).toEqual(month.from);
      }),
    );
  });
});

describe('judging a code', () => {
  const april = new Date('2023-04-30T23:59:59.999+08:00');
  const may = new Date('2023-05-01T00:00:00.000+08:00');
  const aprils = showCode(deriveCode(key, { checkerUuid, month: '202304', version: 1 }));

  it('accepts it to the last millisecond of its month, then knows it as last month’s', () => {
    expect(judgeCode(key, holder, aprils, april)).toBe('MATCH');
    expect(judgeCode(key, holder, aprils, may)).toBe('LAST_MONTH');
    expect(judgeCode(key, holder, aprils, new Date('2023-06-01T00:00:00+08:00'))).toBe('WRONG');
  });

  it('binds it to the checker and to the version', () => {
    expect(judgeCode(key, { ...holder, version: 2 }, aprils, april)).toBe('WRONG');
    expect(judgeCode(key, { ...holder, checkerUuid: '0190a000-0000-7000-8000-0000000000c2' }, aprils, april)).toBe(
      'WRONG',
    );
  });

  it('calls every other text wrong', () => {
    fc.assert(
      fc.property(
        anyCode,
        (code) =>
          fc.pre(code !== normaliseCode(aprils)) === undefined && judgeCode(key, holder, code, april) === 'WRONG',
      ),
    );
    expect(judgeCode(key, holder, '', april)).toBe('WRONG');
  });
});
