import type { Parts } from '../parts.ts';
import type { LoginMethod } from '../route-book.ts';
import { begin, routesInForce, subjectOf } from './begin.ts';
import type { Application, Delivery } from './flow.ts';
import { notOffered } from './not-offered.ts';
import { refuse } from './refuse.ts';
import type { FlowStep } from './step.ts';
import { canonicalUserId } from './user-id.ts';

export interface LoginRequest {
  readonly application: Application;
  readonly method: LoginMethod;
  readonly userId: string;
  readonly delivery: Delivery;
}

/** Begins a login. What it answers depends on the phase alone, never on whether the user exists (W14, O8). */
export async function beginLogin(parts: Parts, request: LoginRequest): Promise<FlowStep> {
  const claimedId = canonicalUserId(request.userId);
  if (claimedId === null) return refuse('USER_ID_MALFORMED');
  const { standing, phase } = await parts.people.byUserId(claimedId);
  const routes = await routesInForce(parts, 'LOGIN', phase);
  const { application, method, delivery } = request;
  if (!routes.some((route) => route.method === method)) return notOffered(method, phase);
  return begin(
    parts,
    { purpose: 'LOGIN', phase, claimedId, subject: subjectOf(standing), application, method, delivery },
    routes,
  );
}
