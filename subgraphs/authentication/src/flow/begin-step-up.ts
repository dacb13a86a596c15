import { Fault } from '@countersign/platform';
import type { Caller, Parts } from '../parts.ts';
import { begin, routesInForce, subjectOf } from './begin.ts';
import { refuse } from './refuse.ts';
import type { FlowStep } from './step.ts';

/** Begins to prove again, by the session's own method, that its owner is still there (SE4). */
export async function beginStepUp(parts: Parts, caller: Caller): Promise<FlowStep> {
  const { session } = caller;
  if (session === null) throw new Fault('UNAUTHENTICATED', 'Please log in first: this operation needs a session.');
  const standing = await parts.people.byUuid(session.profileUuid);
  const subject = subjectOf(standing);
  if (standing === null || subject === null) return refuse('STEP_UP_NOT_POSSIBLE');
  const { phase } = standing;
  const routes = await routesInForce(parts, 'STEP_UP', phase);
  const own = routes.filter((route) => route.proofs.every((proof) => session.methods.includes(proof)));
  if (own.length === 0) return refuse('STEP_UP_NOT_POSSIBLE');
  return begin(
    parts,
    {
      purpose: 'STEP_UP',
      phase,
      claimedId: subject.userId,
      subject,
      application: session.application,
      sessionId: session.sessionId,
      sessionMethods: session.methods,
    },
    own,
  );
}
