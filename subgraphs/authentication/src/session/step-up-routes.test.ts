import { describe, expect, it } from '@jest/globals';
import { type Route, routeBeyondTheBook, routeBook } from '../route-book.ts';

/** What a session that these proofs opened may be stepped up by. */
const own = (phase: 'PRE_PARALLEL' | 'PARALLEL' | 'END', methods: readonly string[]): readonly Route[] =>
  (routeBook.STEP_UP[phase] as readonly Route[]).filter(({ proofs }) => proofs.every((one) => methods.includes(one)));

describe('a step-up repeats the session’s own method (SE4)', () => {
  const cases = (['PRE_PARALLEL', 'PARALLEL', 'END'] as const).flatMap((phase) =>
    (routeBook.LOGIN[phase] as readonly Route[]).map((login) => [phase, login.proofs.join(' and '), login] as const),
  );

  it.each(cases)('in %s, of a session by %s', (phase, _proofs, login) => {
    const ways = own(phase, login.proofs).map(({ proofs }) => proofs);
    // A code that stands in for a lost device is spent by the login: who has no device yet signs in again.
    expect(ways).toEqual(login.standsInFor === undefined ? [[login.proofs.at(-1)]] : []);
  });

  it('of a session by an authenticator that the book does not know, by that one', () => {
    expect(routeBeyondTheBook('STEP_UP', { id: 'palm', registers: true })?.proofs).toEqual(['palm']);
  });
});
