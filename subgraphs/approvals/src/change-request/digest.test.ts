import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';
import type { Shown } from './change-request.ts';
import { digestOf, isUnaltered } from './digest.ts';

const shown: Shown = {
  kind: 'PROFILE_CHANGE',
  target: {
    key: '0190a000-0000-7000-8000-000000000001',
    uuid: '0190a000-0000-7000-8000-000000000001',
    userId: 'HKABC101',
  },
  subject: 'HKABC101',
  formReference: null,
  breakGlassReason: null,
  before: { email: null },
  after: { email: 'chan@abc.example' },
  payload: { set: { email: 'chan@abc.example' } },
  version: 4,
};

describe('canonical JSON', () => {
  it('does not depend on the order in which members were written', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, 'x'], c: null } })).toBe('{"a":{"c":null,"d":[1,"x"]},"b":1}');
    expect(canonicalJson({ a: { c: null, d: [1, 'x'] }, b: 1 })).toBe('{"a":{"c":null,"d":[1,"x"]},"b":1}');
  });

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  it('writes different values differently', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const isSame = canonicalJson(a) === canonicalJson(b);
        expect(isSame).toBe(
          canonicalJson(JSON.parse(JSON.stringify(a))) === canonicalJson(JSON.parse(JSON.stringify(b))),
        );
      }),
    );
  });

  it('refuses what JSON cannot carry', () => {
    expect(() => canonicalJson({ at: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalJson([undefined])).toThrow(TypeError);
  });
});

describe('the digest of a change', () => {
  it('is the same for the same content, however it was stored in between', () => {
    expect(digestOf(JSON.parse(JSON.stringify(shown)) as Shown)).toBe(digestOf(shown));
    expect(digestOf(shown)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('differs for a thousand random alterations, and for nothing else (M3)', () => {
    const part = fc.constantFrom('before', 'after', 'payload');
    fc.assert(
      fc.property(part, fc.jsonValue(), fc.jsonValue(), (name, old, altered) => {
        const request = { ...shown, [name]: JSON.parse(JSON.stringify(old)) as unknown };
        const other = { ...shown, [name]: JSON.parse(JSON.stringify(altered)) as unknown };
        const isSame = canonicalJson(request[name as 'before']) === canonicalJson(other[name as 'before']);
        expect(isUnaltered({ ...other, digest: digestOf(request) })).toBe(isSame);
      }),
      { numRuns: 1_000 },
    );
  });

  it('changes with each single part of what is shown (M3)', () => {
    const altered: readonly Partial<Shown>[] = [
      { target: { ...shown.target, userId: 'HKABC102' } },
      { target: { ...shown.target, uuid: '0190a000-0000-7000-8000-000000000002' } },
      { before: { email: 'old@abc.example' } },
      { after: { email: 'chan@abc.example ' } },
      { payload: {} },
      { subject: 'HKABC102' },
      { formReference: 'DA3-2026-000123' },
      { breakGlassReason: 'No administrator left' },
      { version: 5 },
    ];
    for (const part of altered) expect(isUnaltered({ ...shown, ...part, digest: digestOf(shown) })).toBe(false);
    expect(isUnaltered({ ...shown, digest: digestOf(shown) })).toBe(true);
  });
});
