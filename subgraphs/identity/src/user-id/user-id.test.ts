import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalUserId, type UserId } from './canonical-user-id.ts';
import { delegatedAdministratorIds } from './delegated-administrator-id.ts';
import { newUserId } from './new-user-id.ts';
import { participantCode, type ParticipantCode } from './participant-code.ts';
import { isLegacyUserId, isReservedForDelegatedAdministrator, shapesOf } from './user-id-shape.ts';

const ABC = 'ABC' as ParticipantCode;
const id = (text: string): UserId => text as UserId;
const user = (typed: string) => newUserId({ typed, type: 'USER', participant: ABC, clearingHouse: 'HKCC' });
const da = (typed: string, clearingHouse: 'HKCC' | 'SEOCH') =>
  newUserId({ typed, type: 'DA', participant: ABC, clearingHouse });

describe('canonical form', () => {
  it('trims blanks and accepts lower case', () => {
    expect(canonicalUserId('  hkabc1x1 ')).toBe('HKABC1X1');
    expect(canonicalUserId('b0123401')).toBe('B0123401');
  });

  it.each([
    ['Cyrillic A', 'HK\u0410BC101'],
    ['Greek Kappa', 'H\u039aABC101'],
    ['full-width digits', 'HKABC\uff11\uff10\uff11'],
    ['Kelvin sign, which lower-cases to k', 'H\u212aABC101'],
    ['long s, which upper-cases to S', 'HKAB\u017f101'],
    ['full-width letters', '\uff28\uff2bABC101'],
    ['dotless i, which upper-cases to I', 'HKAB\u0131101'],
    ['sharp s, which upper-cases to SS', 'HKAB\u00df101'],
    ['zero-width space', 'HKABC\u200b101'],
    ['right-to-left override', '\u202eHKABC101'],
    ['no-break space around', '\u00a0HKABC101'],
    ['line break at the end', 'HKABC101\n'],
    ['NUL', 'HKABC101\0'],
    ['blank inside', 'HKABC 101'],
    ['combining mark', 'HKABC101\u0301'],
    ['empty', ''],
    ['too long', 'HKABC101HKABC1011'],
  ])('refuses %s', (_, typed) => {
    expect(canonicalUserId(typed)).toBeNull();
  });

  it('is idempotent and only ever yields ASCII letters and digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (typed) => {
        const canonical = canonicalUserId(typed);
        return canonical === null || (/^[A-Z0-9]+$/.test(canonical) && canonicalUserId(canonical) === canonical);
      }),
    );
  });
});

describe('participant code', () => {
  it('has 2 to 6 ASCII letters or digits', () => {
    expect(participantCode('abc')).toBe('ABC');
    expect(participantCode('B01234')).toBe('B01234');
    for (const bad of ['A', 'ABCDEFG', 'A-B', '\u0410BC', '']) expect(participantCode(bad)).toBeNull();
  });
});

describe('new user ID', () => {
  it('is HK, the code, 1-4 and two letters or digits', () => {
    expect(user('hkabc101')).toEqual({ ok: true, userId: 'HKABC101' });
    expect(user('HKABC4ZZ')).toEqual({ ok: true, userId: 'HKABC4ZZ' });
    for (const bad of ['HKABC501', 'HKABC01', 'HKABC1012', 'HKXYZ101', 'HKAB101', 'B0123401', 'ABC101']) {
      expect(user(bad)).toMatchObject({ ok: false, code: 'USER_ID_FORMAT' });
    }
  });

  it('never takes one of the 108 combinations reserved for administrators, of 5,184', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
    let all = 0;
    let reserved = 0;
    for (const first of '1234') {
      for (const second of letters) {
        for (const third of letters) {
          all += 1;
          const outcome = user(`HKABC${first}${second}${third}`);
          if (!outcome.ok && outcome.code === 'USER_ID_RESERVED_FOR_DA') reserved += 1;
        }
      }
    }
    expect([all, reserved]).toEqual([5184, 108]);
  });

  it('of an administrator at HKCC is digit, letter, digit only', () => {
    expect(da('HKABC1X1', 'HKCC')).toEqual({ ok: true, userId: 'HKABC1X1' });
    for (const bad of ['HKABCX11', 'HKABC1X0', 'HKABC5X1', 'HKABC1W1', 'HKABC101', 'B0123401']) {
      expect(da(bad, 'HKCC')).toMatchObject({ ok: false, code: 'USER_ID_FORMAT' });
    }
  });

  it('of an administrator at SEOCH is accepted in both orders', () => {
    expect(da('HKABC1X1', 'SEOCH')).toMatchObject({ ok: true });
    expect(da('HKABCX11', 'SEOCH')).toMatchObject({ ok: true });
  });

  it('is never a legacy one', () => {
    expect(isLegacyUserId(id('B0123401'))).toBe(true);
    expect(user('B0123401')).toMatchObject({ ok: false });
    expect(
      newUserId({ typed: 'B0123401', type: 'USER', participant: 'B01234' as ParticipantCode, clearingHouse: 'HKCC' }),
    ).toMatchObject({ ok: false });
  });

  it('names the right form in its refusal', () => {
    expect(user('nonsense')).toMatchObject({ message: expect.stringContaining('HKABC101') });
    expect(da('nonsense', 'HKCC')).toMatchObject({ message: expect.stringContaining('HKABC1X1') });
  });
});

describe('shapes of an existing ID', () => {
  it('may be both an administrator and a user (C2), so that the type is stored and never read from the ID', () => {
    expect(shapesOf(id('HKABC1X1'), ABC, 'HKCC')).toEqual(['DA', 'USER']);
  });

  it('depend on the registered code: with code AB the rest no longer fits', () => {
    expect(shapesOf(id('HKABC101'), 'AB' as ParticipantCode, 'HKCC')).toEqual([]);
    expect(shapesOf(id('HKAB1101'), 'AB1' as ParticipantCode, 'HKCC')).toEqual(['USER']);
  });

  it('include the legacy form whatever the participant', () => {
    expect(shapesOf(id('B0123401'), 'B01234' as ParticipantCode, 'HKCC')).toEqual(['LEGACY']);
  });
});

describe('administrator IDs on offer', () => {
  it('are 108, all reserved, digit first even at SEOCH unless switched', () => {
    const offered = [...delegatedAdministratorIds(ABC, 'SEOCH')];
    expect(new Set(offered).size).toBe(108);
    expect(offered[0]).toBe('HKABC1X1');
    expect(offered.every((each) => isReservedForDelegatedAdministrator(each, ABC))).toBe(true);
    expect([...delegatedAdministratorIds(ABC, 'SEOCH', 'LETTER_DIGIT')][0]).toBe('HKABCX11');
    expect([...delegatedAdministratorIds(ABC, 'HKCC', 'LETTER_DIGIT')][0]).toBe('HKABC1X1');
  });
});
