import { describe, expect, it } from '@jest/globals';
import { InstantScalar } from './instant-scalar.ts';

describe('an instant', () => {
  it('is read with any explicit offset and written in UTC', () => {
    const read = InstantScalar.parseValue('2024-02-29T09:30:00+08:00');
    expect(InstantScalar.serialize(read)).toBe('2024-02-29T01:30:00.000Z');
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-02-29T09:30:00+08:00',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
    'now',
    '',
    1_767_225_600_000,
    null,
  ])('is never %j', (typed) => {
    expect(() => InstantScalar.parseValue(typed)).toThrow('DateTime must be an instant');
  });
});
