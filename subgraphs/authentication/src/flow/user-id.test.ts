import { describe, expect, it } from '@jest/globals';
import { canonicalUserId } from './user-id.ts';

describe('a typed user ID (domain 3.2)', () => {
  it.each(['HKABC101', 'hkabc101', ' hkAbc101\n'])('%j is read as HKABC101', (typed) => {
    expect(canonicalUserId(typed)).toBe('HKABC101');
  });

  it.each([
    'hkaſc101',
    'hkaıc101',
    'hkaßc101',
    'hkaﬀ101',
    'ＨＫABC101',
    'HK ABC101',
    'HKABC101\u0000',
    'HKA',
    '',
    'x'.repeat(13),
  ])('%j is nobody’s, although some of it has ASCII capitals', (typed) => {
    expect(canonicalUserId(typed)).toBeNull();
  });
});
