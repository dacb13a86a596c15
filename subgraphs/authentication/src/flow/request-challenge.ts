import type { ErrorCode } from '../error-codes.ts';
import type { Caller, Parts } from '../parts.ts';
import type { Route } from '../route-book.ts';
import { advance, isAsked } from './advance.ts';
import { flowHandle, flowView, offer, sentence } from './carry-on.ts';
import { findFlow } from './find-flow.ts';
import { noLongerOffered } from './not-offered.ts';
import type { OpenFlow } from './flow-store.ts';
import type { Owed } from './owed.ts';
import { refuse, refuseWith } from './refuse.ts';
import type { FlowStep } from './step.ts';

/** Issues a challenge on request, where the flow waits for its answer; new codes bring new tries but no new budget (O4). */
export async function requestChallenge(
  parts: Parts,
  caller: Caller,
  request: { readonly flowId: string; readonly authenticator: string },
): Promise<FlowStep> {
  const found = await findFlow(parts, caller, request.flowId);
  if (found === null) return refuse('FLOW_EXPIRED');
  const authenticator = parts.authenticators.get(request.authenticator);
  if (authenticator === null || found.owed.kind === 'NO_ROUTE') return noLongerOffered(parts, request.authenticator);
  const objection = objectionTo(found.owed, request.authenticator);
  if (objection !== null) return refuse(objection);
  const { open, routes } = found;
  const outcome = await authenticator.challenge(flowView(open.flow), open.flow.subject, false);
  if (outcome === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  if (outcome.outcome === 'refused') return refuseWith(outcome.code, outcome.message, outcome.retryAfterMs);
  const saved = await remember(parts, { open, routes, at: outcome.challenge.issuedAt.getTime() });
  if (saved === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const offers = [offer(request.authenticator, authenticator.manifest.graphql.challengeType, outcome.challenge)];
  return {
    __typename: 'ProofsOffered',
    flow: flowHandle(saved),
    offers,
    message: sentence(offers),
  };
}

function objectionTo(owed: Owed, id: string): ErrorCode | null {
  if (owed.kind === 'RISK_ACCEPTANCE' && owed.authenticator === id) return 'RISK_NOT_ACCEPTED';
  return isAsked(owed, id) ? null : 'FLOW_STEP_NOT_EXPECTED';
}

/** A challenge shown again is the same one: its tries are not counted anew. */
async function remember(
  parts: Parts,
  issued: { readonly open: OpenFlow; readonly routes: readonly Route[]; readonly at: number },
): Promise<OpenFlow | null> {
  const { open, routes, at } = issued;
  if (at === open.flow.challengedAt) return open;
  const next = advance(open.flow, { kind: 'CHALLENGED', at }, routes);
  return next === null ? open : parts.flows.save(open, next);
}
