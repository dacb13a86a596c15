import { describe, expect, it } from '@jest/globals';
import { statementFor } from '../testing/cardholder.ts';
import { readStatement } from './read-statement.ts';

describe('what the card may sign', () => {
  it('is a statement of the known form, read to its last line', () => {
    const text = statementFor({ purpose: 'STEP_UP', origin: 'http://localhost:4000' });
    expect(readStatement(text)).toEqual({
      text,
      purpose: 'STEP_UP',
      origin: 'http://localhost:4000',
      user: 'HKABC1X1',
      expiresAt: new Date('2026-11-24T02:01:00.000Z'),
    });
  });

  it.each([
    ['nothing', ''],
    ['arbitrary bytes', '\u0000\u0001\u0002'],
    ['another version', statementFor().replace('v1', 'v2')],
    ['a line more', `${statementFor()}\namount: 1000000`],
    ['a newline at the end', `${statementFor()}\n`],
    ['a line less', statementFor().split('\n').slice(0, -1).join('\n')],
    ['lines in another order', statementFor().split('\n').toReversed().join('\n')],
    ['Windows line ends', statementFor().replaceAll('\n', '\r\n')],
    ['another purpose', statementFor({ purpose: 'PAY' })],
    ['an origin with a path', statementFor({ origin: 'https://dms.example/x' })],
    ['an origin with a user', statementFor({ origin: 'https://dms.example@evil.example' })],
    ['a user ID with other letters', statementFor({ user: 'HKABC1X1 (admin)' })],
    ['a short nonce', statementFor({ nonce: 'n'.repeat(42) })],
    ['a day that is none', statementFor({ expires: '2026-02-30T00:00:00.000Z' })],
    ['a time without a zone', statementFor({ expires: '2026-11-24T02:01:00.000' })],
  ])('is not %s', (_name, text) => {
    expect(readStatement(text)).toBeNull();
  });
});
