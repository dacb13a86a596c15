import { describe, expect, it } from '@jest/globals';
import { routesFor } from './route-book.ts';

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
});
