import type { Parts } from '../parts.ts';
import { begin, routesInForce, subjectOf } from './begin.ts';
import { refuse } from './refuse.ts';
import type { FlowStep } from './step.ts';
import { canonicalUserId } from './user-id.ts';

/** Begins a reset and mails its code, if there is anybody to mail to: the same answer for every ID (W12 step 4, L3). */
export async function beginPasswordReset(parts: Parts, userId: string): Promise<FlowStep> {
  const claimedId = canonicalUserId(userId);
  if (claimedId === null) return refuse('USER_ID_MALFORMED');
  const { standing, phase } = await parts.people.byUserId(claimedId);
  const routes = await routesInForce(parts, 'RESET', phase);
  if (routes.length === 0) return refuse('METHOD_NOT_OFFERED');
  const subject = subjectOf(standing);
  return begin(parts, { purpose: 'RESET', phase, claimedId, subject: hasMailbox(subject) ? subject : null }, routes);
}

function hasMailbox(subject: ReturnType<typeof subjectOf>): boolean {
  return subject !== null && subject.email !== null && subject.email !== '';
}
