import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formulaSafe } from './formula-safe.ts';

describe('a cell', () => {
  it.each([
    '=1+1',
    '+A1',
    '-A1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋A1',
    '－A1',
    '＠A1',
    '-1+1',
    '+1;2',
    '-',
  ])('that a spreadsheet could compute is shown as it is (%j)', (cell) => {
    expect(formulaSafe(cell)).toBe(`'${cell}`);
  });

  it.each([
    '-5',
    '+85212345678',
    '-12.50',
    '0',
    '2026-07-01',
    '2026-07-01 09:00:00 HKT',
    '',
    'a=b',
    'x@firm.example',
    "'",
  ])('that is a number, a date or plain text stays as it is (%j)', (cell) => {
    expect(formulaSafe(cell)).toBe(cell);
  });

  it('never begins with what begins a formula, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (cell) => {
        expect(formulaSafe(cell)).not.toMatch(/^[=@\t\r\n＝＋－＠]|^[+-](?!\d+(\.\d+)?$)/);
        expect(formulaSafe(cell).replace(/^'/, '')).toBe(cell.replace(/^'/, ''));
      }),
    );
  });
});
