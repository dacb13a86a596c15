import type { Standing } from '../people.ts';
import type { LoginMethod } from '../route-book.ts';
import type { Flow } from './flow.ts';

const actions = {
  SMARTCARD: 'LOG_IN_BY_SMARTCARD',
  TWO_FACTOR: 'LOG_IN_BY_TWO_FACTOR',
} as const satisfies Record<LoginMethod, string>;

/**
 * Whether the permission matrix lets this person sign in this way, or change how he does, at this instant (2.2). The route book says which proofs a
 * phase takes, the matrix from whom.
 */
export function mayLogIn(flow: Pick<Flow, 'purpose' | 'method'>, standing: Pick<Standing, 'permitted'>): boolean {
  const signsIn = flow.purpose === 'LOGIN' || flow.purpose === 'ENROL';
  return !signsIn || standing.permitted.includes(actions[flow.method]);
}
