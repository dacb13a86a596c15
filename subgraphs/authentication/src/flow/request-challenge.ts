import type { Caller, Parts } from '../parts.ts';
import { advance, isAsked } from './advance.ts';
import { flowHandle, flowView, offer } from './carry-on.ts';
import { findFlow } from './find-flow.ts';
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
  const { open, routes } = found;
  const authenticator = parts.authenticators.get(request.authenticator);
  if (authenticator === null || found.owed.kind === 'NO_ROUTE') return refuse('METHOD_NOT_OFFERED');
  if (found.owed.kind === 'RISK_ACCEPTANCE' && found.owed.authenticator === request.authenticator)
    return refuse('RISK_NOT_ACCEPTED');
  if (!isAsked(found.owed, request.authenticator)) return refuse('FLOW_STEP_NOT_EXPECTED');
  const outcome = await authenticator.challenge(flowView(open.flow), open.flow.subject, false);
  if (outcome === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  if (outcome.outcome === 'refused') return refuseWith(outcome.code, outcome.message, outcome.retryAfterMs);
  const at = outcome.challenge.issuedAt.getTime();
  const next = at === open.flow.challengedAt ? open.flow : advance(open.flow, { kind: 'CHALLENGED', at }, routes);
  const saved = next === null || next === open.flow ? open : await parts.flows.save(open, next);
  if (saved === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  return {
    __typename: 'ProofsOffered',
    flow: flowHandle(saved),
    offers: [offer(request.authenticator, authenticator.manifest.graphql.challengeType, outcome.challenge)],
    message: 'If this user can receive one, a code was sent to the registered email address. Enter the newest code.',
  };
}
