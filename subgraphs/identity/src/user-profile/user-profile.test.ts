import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isMailAddress } from '@countersign/platform';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import { emailWarnings } from './email-warnings.ts';
import { personName } from './person-name.ts';
import { mailboxKey, registeredEmail } from './registered-email.ts';
import { formatShortDate, parseShortDate } from './short-date.ts';
import { usable } from './usable.ts';

const date = (text: string): LocalDate => text as LocalDate;
const hkt = (text: string): Date => new Date(`${text}+08:00`);

describe('a usable profile', () => {
  const profile = {
    status: 'ENABLED',
    enableFrom: date('2026-01-02'),
    disableAfter: date('2026-06-30'),
    deletedAt: null,
  } as const;

  it.each([
    ['2026-01-01T23:59:59.999', false],
    ['2026-01-02T00:00:00.000', true],
    ['2026-06-30T23:59:59.999', true],
    ['2026-07-01T00:00:00.000', false],
  ])('with dates 2 January to 30 June: at %s HKT it is %s', (at, expected) => {
    expect(usable(profile, hkt(at))).toBe(expected);
  });

  it('is never one that is disabled or deleted, or whose status is missing', () => {
    const now = hkt('2026-03-01T12:00:00');
    expect(usable({ ...profile, status: 'DISABLED' }, now)).toBe(false);
    expect(usable({ ...profile, deletedAt: now }, now)).toBe(false);
    expect(usable({ ...profile, status: undefined as unknown as 'ENABLED' }, now)).toBe(false);
  });

  it('has no end when the dates are blank', () => {
    expect(usable({ ...profile, enableFrom: null, disableAfter: null }, hkt('2099-01-01T00:00:00'))).toBe(true);
  });
});

describe('a registered email', () => {
  it('keeps its local part and has a lower-case domain', () => {
    expect(registeredEmail(' Tai.Man+ccms@Example.COM.hk ')).toBe('Tai.Man+ccms@example.com.hk');
  });

  it.each(["Conan.O'Brien@example.com", '-a-@example.com'])('may be %s, and then mail may go there', (typed) => {
    expect(registeredEmail(typed)).toBe(typed);
    expect(isMailAddress(typed)).toBe(true);
  });

  it.each([
    ['two addresses', 'a@example.com,b@example.com'],
    ['two addresses with a blank', 'a@example.com b@example.com'],
    ['a display name', 'Tai Man <a@example.com>'],
    ['a line break inside', 'a@example.com\r\nBcc: b@example.com'],
    ['a line break at the end', 'a@example.com\n'],
    ['a Cyrillic a', '\u0430@example.com'],
    ['a Kelvin sign in the domain', 'a@ban\u212a.com'],
    ['a full-width at sign', 'a\uff20example.com'],
    ['quotes', '"a b"@example.com'],
    ['no domain', 'a@'],
    ['no local part', '@example.com'],
    ['two at signs', 'a@b@example.com'],
    ['a one-label domain', 'a@localhost'],
    ['empty labels', 'a@example..com'],
    ['a leading dot in the domain', 'a@.example.com'],
    ['a hyphen at a label edge', 'a@-example.com'],
    ['dots at the edge of the local part', '.a@example.com'],
    ['double dots', 'a..b@example.com'],
    ['a too long local part', `${'a'.repeat(65)}@example.com`],
    [
      'more than 254 characters',
      `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(20)}.com`,
    ],
    ['nothing', ''],
    ['an IP literal', 'a@[127.0.0.1]'],
    ['an IP address for a domain', 'a@127.0.0.1'],
    ['a domain that ends in digits alone', 'a@example.1'],
  ])('is never %s', (_, typed) => {
    expect(registeredEmail(typed)).toBeNull();
  });

  it('always fits what the mailer may send to, and registering it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (typed) => {
        const email = registeredEmail(typed);
        return email === null || (isMailAddress(email) && email.length <= 254 && registeredEmail(email) === email);
      }),
    );
  });

  it('is the same mailbox in any case', () => {
    expect(mailboxKey('Tai.Man@example.com')).toBe(mailboxKey('tai.man@example.com'));
  });
});

describe('email warnings', () => {
  const plain = { corporateDomains: ['example.com'], settlementAgent: false, shared: false };

  it("are none for the participant's own domain or a part of it", () => {
    expect(emailWarnings('a@example.com', plain)).toEqual([]);
    expect(emailWarnings('a@hk.example.com', plain)).toEqual([]);
  });

  it('name a public provider and a foreign domain, also one that merely ends alike', () => {
    expect(emailWarnings('a@gmail.com', plain)[0]).toContain('public mail provider');
    expect(emailWarnings('a@notexample.com', plain)[0]).toContain('not among');
  });

  it('spare a settlement agent the foreign domain, but not the public provider', () => {
    expect(emailWarnings('a@agent.com', { ...plain, settlementAgent: true })).toEqual([]);
    expect(emailWarnings('a@gmail.com', { ...plain, settlementAgent: true })).toHaveLength(1);
  });

  it('do not call a domain foreign when the participant registered none', () => {
    expect(emailWarnings('a@firm.com', { ...plain, corporateDomains: [] })).toEqual([]);
  });

  it('name a shared address', () => {
    expect(emailWarnings('a@example.com', { ...plain, shared: true })[0]).toContain('same address');
  });
});

describe("a person's name", () => {
  it('keeps any script and is NFC with single blanks', () => {
    expect(personName('  TAI   MAN ')).toBe('TAI MAN');
    expect(personName('陳大文')).toBe('陳大文');
    expect(personName('e\u0301')).toBe('é');
  });

  it('never holds control, invisible or reordering characters and is at most 64 long', () => {
    for (const bad of ['A\nB', 'A\0', 'A\u202eB', 'A\u200bB', 'A\u2028B', 'x'.repeat(65)])
      expect(personName(bad)).toBeNull();
    expect(personName('𠮷'.repeat(64))).not.toBeNull();
  });
});

describe('short dates', () => {
  it.each([
    ['01-Jan-03', '2003-01-01'],
    ['1-jan-03', '2003-01-01'],
    ['31-DEC-79', '2079-12-31'],
    ['01-JAN-80', '1980-01-01'],
    ['29-Feb-24', '2024-02-29'],
    ['2026-06-30', '2026-06-30'],
    ['01-Jan-1979', '1979-01-01'],
    ['31-DEC-2031', '2031-12-31'],
  ])('%s is %s', (text, expected) => {
    expect(parseShortDate(text)).toBe(expected);
  });

  it('are refused when they are no real date', () => {
    const bads = ['29-Feb-23', '31-Jun-24', '00-Jan-24', '01-Foo-24', '01/01/2024', '', '０1-Jan-24', '01-Jan-203'];
    for (const bad of bads) expect(parseShortDate(bad)).toBeNull();
  });

  it('are written as the former screens did', () => {
    expect(formatShortDate(date('2003-01-01'))).toBe('01-Jan-03');
    expect(parseShortDate(formatShortDate(date('1999-11-09')))).toBe('1999-11-09');
  });
});
