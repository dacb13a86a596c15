import type { Phase } from '@countersign/authenticator-kit';
import type { Standing } from '../people.ts';
import type { LoginMethod } from '../route-book.ts';
import type { Flow } from './flow.ts';

const actions = {
  SMARTCARD: 'LOG_IN_BY_SMARTCARD',
  TWO_FACTOR: 'LOG_IN_BY_TWO_FACTOR',
} as const satisfies Record<LoginMethod, string>;

type Rights = Pick<Standing, 'permitted'> & Partial<Pick<Standing, 'phase' | 'signIns'>>;

/**
 * Whether the permission matrix lets this person sign in this way, or change how he does, at this instant (2.2). The route book
 * says which proofs a phase takes, the matrix from whom; both go by the phase that the flow has (domain 8).
 */
export function mayLogIn(
  flow: Pick<Flow, 'purpose' | 'method'>,
  standing: Rights,
  phaseOfFlow: Phase | undefined = standing.phase,
): boolean {
  const signsIn = flow.purpose === 'LOGIN' || flow.purpose === 'ENROL';
  if (!signsIn) return true;
  const right = actions[flow.method];
  if (phaseOfFlow === standing.phase) return standing.permitted.includes(right);
  return standing.signIns?.includes(`${phaseOfFlow}:${right}`) === true;
}
