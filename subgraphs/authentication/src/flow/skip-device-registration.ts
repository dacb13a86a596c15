import type { Caller, Parts } from '../parts.ts';
import { advance } from './advance.ts';
import { carryOn } from './carry-on.ts';
import { findFlow } from './find-flow.ts';
import { refuse } from './refuse.ts';
import type { FlowStep } from './step.ts';

/** "Skip this step": leads to the risk warning, never past the second factor (W13). */
export async function skipDeviceRegistration(parts: Parts, caller: Caller, flowId: string): Promise<FlowStep> {
  const found = await findFlow(parts, caller, flowId);
  if (found === null) return refuse('FLOW_EXPIRED');
  const next = advance(found.open.flow, { kind: 'DEVICE_SKIPPED' }, found.routes);
  return next === null ? refuse('FLOW_STEP_NOT_EXPECTED') : carryOn(parts, found.open, next, found.routes);
}
