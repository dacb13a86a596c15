import type { Caller, Parts } from '../parts.ts';
import { advance } from './advance.ts';
import { auditFlow } from './audit-flow.ts';
import { carryOn } from './carry-on.ts';
import { findFlow } from './find-flow.ts';
import { refuse } from './refuse.ts';
import { riskWarning } from './risk-warning.ts';
import type { FlowStep } from './step.ts';

/** "Accept": only for the warning as it reads now; the code is mailed at once, and the acceptance is kept when it was proven (W13). */
export async function acceptRisk(
  parts: Parts,
  caller: Caller,
  request: { readonly flowId: string; readonly warningVersion: string },
): Promise<FlowStep> {
  const found = await findFlow(parts, caller, request.flowId);
  if (found === null) return refuse('FLOW_EXPIRED');
  const { open, routes } = found;
  const next = advance(open.flow, { kind: 'RISK_ACCEPTED', version: riskWarning.version }, routes);
  if (next === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  if (request.warningVersion !== riskWarning.version) return refuse('WARNING_VERSION_STALE');
  await parts.database.autocommit((tx) =>
    auditFlow(
      tx,
      { now: parts.clock.now(), caller, flow: open.flow },
      { action: 'login.email-risk-accepted', outcome: 'SUCCESS', after: { version: riskWarning.version } },
    ),
  );
  return carryOn(parts, open, next, routes);
}
