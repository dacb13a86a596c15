import { describe, expect, it } from '@jest/globals';
import { builtFromWords } from './built-from-words.ts';
import { createBlocklist } from './blocklist.ts';

const subject = {
  profileUuid: '00000000-0000-7000-8000-0000000000a1',
  userId: 'HKABC1X1',
  participant: 'ABC',
  email: 'chan@example.com',
  card: null,
};
const blocklist = createBlocklist();
const reasonFor = (password: string, words: readonly string[] = []) => blocklist(password, subject, words);

describe('the blocklist', () => {
  it.each(['1qaz2wsx3edc', 'Administrator', 'leavemealone', 'QWERTY123456'])('refuses %s as common', (password) => {
    expect(reasonFor(password)).toContain('most common');
  });

  it.each(['Password1234!', 'p@ssw0rd-2026', '2026!!dragon!!', 'm0nkey998877', 'sunshinesunshine', 'Football#2026#'])(
    'refuses %s as a common password with additions',
    (password) => {
      expect(reasonFor(password)).not.toBeNull();
    },
  );

  it.each([
    'hkex20262026',
    'HKEX-ccms-2026!',
    'cc@ss1234567',
    'CC4$$_hk3x_01',
    'HKABC1X1HKABC1X1',
    'hkabc1x1!2026',
    'abc-20261122-',
    'dms.dms.dms.1',
    'seoch hkcc 07',
  ])('refuses %s as made of names known here (P2)', (password) => {
    expect(reasonFor(password)).toContain('names that are easy to guess');
  });

  it('takes further words from the host', () => {
    expect(reasonFor('Harbour-Securities-1')).toBeNull();
    expect(reasonFor('Harbour-Securities-1', ['harbour', 'securities'])).not.toBeNull();
  });

  it.each(['aaaaaaaaaaaa', 'abcabcabcabc', '123456789012', '987654321098', 'abcdefghijklm'])(
    'refuses the pattern %s',
    (password) => {
      expect(reasonFor(password)).not.toBeNull();
    },
  );

  it.each(['qwertyuiopas', 'Qwertyuiop1234', 'zxcvbnmasdfg', '1q2w3e4r5t6y', 'poiuytrewq09876', 'qwertyuiopasdf'])(
    'refuses %s, which runs along the keys',
    (password) => {
      expect(reasonFor(password)).not.toBeNull();
    },
  );

  it.each([
    'correct horse battery staple',
    'my hkex badge is blue',
    'ccass settles on T plus 2',
    'the dragon of Lantau',
    'kT7#vq9!Lm2x',
    '482915730164',
    '中環渡輪碼頭下午三點半的風很大',
    'Tr0ub4dor&3 ferry',
    'abcdef is no password but this is',
  ])('does not ban a mere part: %s is allowed', (password) => {
    expect(reasonFor(password)).toBeNull();
  });

  it('never repeats the password in its reason', () => {
    expect(reasonFor('HKABC1X1HKABC1X1')).not.toContain('HKABC1X1');
  });

  it('answers within milliseconds for hostile input', () => {
    const began = performance.now();
    for (const hostile of [
      '1'.repeat(128),
      '0o'.repeat(64),
      'hkex'.repeat(31),
      `${'!1@'.repeat(21)}x${'!1@'.repeat(21)}`,
      `${'1'.repeat(63)}aa${'1'.repeat(63)}`,
    ]) {
      reasonFor(hostile);
    }
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe('builtFromWords', () => {
  it('leaves no letter over', () => {
    expect(builtFromWords('hkex-ccms', ['hkex', 'ccms'])).toBe('hkex');
    expect(builtFromWords('hkexx', ['hkex'])).toBeNull();
    expect(builtFromWords('2026!!', ['hkex'])).toBeNull();
  });
});
