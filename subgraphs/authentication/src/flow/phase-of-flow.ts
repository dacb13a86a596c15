import type { Phase } from '@countersign/authenticator-kit';
import type { Flow } from './flow.ts';

/** A flow keeps the phase it began in for a while after a transition, then it must live with the one in force (domain 8). */
export function phaseOfFlow(flow: Flow, inForce: Phase, now: number, graceMs: number): Phase {
  return now - flow.beganAt <= graceMs ? flow.phase : inForce;
}
