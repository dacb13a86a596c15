import { describe, expect, it } from '@jest/globals';
import { broughtTokens } from './brought-tokens.ts';
import { holderOf, readHolders } from './holders.ts';
import { tokenReport } from './import-report.ts';
import { keyIn } from './key-files.ts';
import type { Token } from './token.ts';

const key = (letter: string) =>
  ({
    secret: Buffer.from(letter.repeat(20)),
    digits: 6,
    algorithm: 'sha1',
    counter: 0,
    periodSeconds: 30,
    driftSteps: 0,
  }) as const;
const token = (serial: string, holder: string | null, letter = serial): Token => ({
  serial,
  holder,
  content: { kind: 'hotp', key: key(letter) },
});

describe('the holder of a token', () => {
  it.each([
    ['HKABC101', 'HKABC101'],
    ['UID=hkabc101,DC=example-bank,DC=net', 'hkabc101'],
    ['cn=HKABC101, ou=clearing', 'HKABC101'],
    ['OU=x, CN = HKABC101', 'HKABC101'],
  ])('is named by the file as %s', (written, userId) => {
    expect(holderOf(token('1', written), null)).toBe(userId);
  });

  it('is the one of the list where there is a list, and nobody else', () => {
    const holders = readHolders('\ufeffSerial,UserId\r\n1,HKABC101\r\n\r\n2, HKABC102 \n3,\n');
    expect(holderOf(token('1', 'HKABC999'), holders)).toBe('HKABC101');
    expect(holderOf(token('2', null), holders)).toBe('HKABC102');
    for (const serial of ['3', '4']) expect(holderOf(token(serial, 'HKABC999'), holders)).toBeNull();
  });

  it.each([
    ['1,HKABC101', 'COLUMNS_MISSING'],
    ['', 'COLUMNS_MISSING'],
    ['serial,userId\n1,HKABC101\n1,HKABC102\n', 'HOLDER_TWICE'],
    ['serial,userId\n"1,HKABC101\n', 'CSV_MALFORMED'],
  ])('is not read from a list such as %j', (text, code) => {
    expect(() => readHolders(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the tokens of a file', () => {
  it('have one holder each and one key each, and a person one token: what comes second is refused (M4)', () => {
    const { tokens, refused } = broughtTokens(
      [
        token('A', 'HKABC101'),
        token('A', 'HKABC102', 'b'),
        token('C', 'HKABC103', 'A'),
        token('D', 'hkabc101'),
        token('E', null),
        { serial: 'F', holder: 'HKABC104', content: { refusal: { code: 'TOKEN_TIME', message: 'Off.' } } },
        token('G', 'HKABC105'),
      ],
      null,
    );
    expect(tokens.map(({ serial }) => serial)).toEqual(['A', 'G']);
    expect(refused.map(({ serial, code }) => `${serial} ${code}`)).toEqual([
      'A TOKEN_TWICE',
      'C TOKEN_TWICE',
      'D TOKEN_TWICE',
      'E TOKEN_WITHOUT_HOLDER',
      'F TOKEN_TIME',
    ]);
  });

  it('show nothing of their keys to whoever carries them on', () => {
    const { tokens } = broughtTokens([token('A', 'HKABC101')], null);
    expect(JSON.stringify(tokens)).toBe('[{"serial":"A","userId":"HKABC101","authenticator":"hotp"}]');
  });
});

describe('a key file', () => {
  it('holds 16, 24 or 32 bytes in hexadecimal or base64', () => {
    for (const bytes of [16, 24, 32]) {
      const written = Buffer.alloc(bytes, 0xa7);
      expect(keyIn(`${written.toString('hex').toUpperCase()}\n`)).toEqual(written);
      expect(keyIn(written.toString('base64'))).toEqual(written);
    }
  });

  it.each(['', 'abcd', '{not a key at all!}', '00'.repeat(20), '0'.repeat(31)])(
    'is refused when it holds %j',
    (text) => {
      expect(() => keyIn(text)).toThrow(expect.objectContaining({ code: 'KEY_FILE_MALFORMED' }));
    },
  );
});

describe('the report of an import', () => {
  it('names each refused token with its reason, sums up, and lets no terminal be commanded', () => {
    const lines: string[] = [];
    const report = tokenReport((line) => lines.push(line), false);
    report.refused({ serial: 'A', userId: '', code: 'TOKEN_WITHOUT_HOLDER', message: 'Nobody.' });
    report.take({
      serial: 'B',
      userId: 'X\u001b[2J',
      outcome: 'REFUSED',
      code: 'TOKEN_HOLDER_UNKNOWN',
      message: 'Who?',
    });
    report.take({ serial: 'C', userId: 'HKABC101', outcome: 'ACCEPTED', replaced: true });
    expect(report.end()).toBe(2);
    expect(lines).toEqual([
      'token A: no user: TOKEN_WITHOUT_HOLDER: Nobody.',
      'token B: X?[2J: TOKEN_HOLDER_UNKNOWN: Who?',
      'token C: HKABC101: replaces the second factor there is',
      '3 tokens read, 1 accepted, 2 refused. This was a dry run: nothing was kept. Keep it with --commit.',
    ]);
  });
});
