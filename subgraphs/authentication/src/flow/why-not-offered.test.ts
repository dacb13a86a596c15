import { describe, expect, it } from '@jest/globals';
import { person } from '../testing/house.ts';
import { routeBook } from '../route-book.ts';
import { whyNotForAnybody, whyNotHim, whyNotText } from './why-not-offered.ts';

const now = new Date('2026-03-04T02:00:00.000Z');
const holder = person({ srn: 'SRN-1', certificateExpiry: '2026-03-04' });
const him = (
  change: Parameters<typeof person>[0] = {},
  more: { locked?: boolean; passwordDisabled?: boolean } = {},
) => ({
  standing: { ...holder, ...change },
  locked: more.locked ?? false,
  passwordDisabled: more.passwordDisabled ?? false,
  now,
});

describe('why a way to sign in is not offered', () => {
  it('is the phase where the route book has no such way, and an outage where it has', () => {
    expect(whyNotForAnybody('TWO_FACTOR', 'PRE_PARALLEL', routeBook.LOGIN.PRE_PARALLEL)).toBe('PHASE');
    expect(whyNotForAnybody('SMARTCARD', 'END', routeBook.LOGIN.END)).toBe('PHASE');
    expect(whyNotForAnybody('SMARTCARD', 'PARALLEL', routeBook.LOGIN.PARALLEL)).toBeNull();
    expect(whyNotForAnybody('SMARTCARD', 'PARALLEL', [])).toBe('AUTHENTICATOR_UNAVAILABLE');
    expect(whyNotText('PHASE', 'SMARTCARD')).toContain('no longer accepted');
    expect(whyNotText('PHASE', 'TWO_FACTOR')).toContain('begins with the parallel run');
  });

  it.each([
    ['nothing', him(), null],
    ['a profile created in the parallel run', him({ smartcardAllowed: false, srn: null }), 'CREATED_IN_PARALLEL_RUN'],
    ['no card', him({ srn: null }), 'NO_CARD'],
    ['a card whose last day is over', him({ certificateExpiry: '2026-03-03' }), 'CARD_EXPIRED'],
    ['a lock', him({}, { locked: true }), 'LOCKED'],
    ['a disabled profile', him({ usable: false }), 'PROFILE_NOT_USABLE'],
    ['a matrix of its own', him({ permitted: [] }), 'NOT_PERMITTED'],
  ] as const)('by smartcard: %s', (_name, person, reason) => {
    expect(whyNotHim('SMARTCARD', 'CCMS', person)).toBe(reason);
  });

  it.each([
    ['nothing, though he has no card', him({ srn: null, smartcardAllowed: false }), null],
    ['no address', him({ email: null }), 'NO_EMAIL'],
    ['a password disabled by guessing', him({}, { passwordDisabled: true }), 'PASSWORD_DISABLED'],
    ['a lock', him({}, { locked: true }), 'LOCKED'],
  ] as const)('by two factors: %s', (_name, person, reason) => {
    expect(whyNotHim('TWO_FACTOR', 'CCMS', person)).toBe(reason);
  });

  it('differs by application (W11)', () => {
    expect(whyNotHim('SMARTCARD', 'DMS', him())).toBe('NOT_ENTITLED');
  });
});
