import { describe, expect, it } from '@jest/globals';
import { routesFor, standsIn } from './route-book.ts';

describe('the route book', () => {
  const all = () => true;
  it('offers smartcards alone before the parallel run, both in it, and two factors alone at the end (seed 2.2)', () => {
    const methods = (phase: 'PRE_PARALLEL' | 'PARALLEL' | 'END') => [
      ...new Set(routesFor('LOGIN', phase, all).map((r) => r.method)),
    ];
    expect(methods('PRE_PARALLEL')).toEqual(['SMARTCARD']);
    expect(methods('PARALLEL')).toEqual(['SMARTCARD', 'TWO_FACTOR']);
    expect(methods('END')).toEqual(['TWO_FACTOR']);
  });
  it('leaves out routes that no installed authenticator serves', () => {
    const routes = routesFor('LOGIN', 'PARALLEL', (id) => ['password', 'totp', 'email-otp'].includes(id));
    expect(routes.map((route) => route.proofs)).toEqual([
      ['password', 'totp'],
      ['password', 'email-otp'],
    ]);
  });
  it('has no password reset before the parallel run', () => {
    expect(routesFor('RESET', 'PRE_PARALLEL', all)).toEqual([]);
  });
  it('wants password and one factor more before a factor is changed, and brings nobody onto a channel by that (O12, W16)', () => {
    for (const phase of ['PARALLEL', 'END'] as const) {
      const signIns = routesFor('LOGIN', phase, all).filter(({ method }) => method === 'TWO_FACTOR');
      const again = routesFor('ENROL', phase, all);
      expect(again.map(({ proofs }) => proofs)).toEqual(signIns.map(({ proofs }) => proofs));
      for (const route of again) {
        expect([route.proofs[0], route.proofs.length, route.joinBy]).toEqual(['password', 2, undefined]);
        expect(route.channel !== undefined || route.standsInFor !== undefined).toBe(true);
      }
    }
    expect(routesFor('ENROL', 'PRE_PARALLEL', all)).toEqual([]);
  });
  it('knows what stands in for a device, and takes no device for that', () => {
    const routes = routesFor('LOGIN', 'END', all);
    expect(['recovery-code', 'totp', 'email-otp'].map((id) => standsIn(routes, id))).toEqual([true, false, false]);
  });
});
