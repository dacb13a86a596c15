import { Fault } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import type { Caller, Parts } from '../parts.ts';
import { advance, mayRegister } from './advance.ts';
import { flowHandle, flowView } from './carry-on.ts';
import { findFlow } from './find-flow.ts';
import type { Flow } from './flow.ts';
import { refuse } from './refuse.ts';
import type { FlowStep } from './step.ts';

/** What is registered when nothing else is asked for: an app on the phone (W12). */
const SUGGESTED = 'totp';
/** What to do with a key, where its authenticator has no words of its own. */
const SCAN = 'Scan the code or type the key into your app. Then enter the code that it shows.';

/** Shows a new device's key once; it becomes active only with its first right code, and asking again voids the key before (W12, O13). */
export async function registerDevice(
  parts: Parts,
  caller: Caller,
  request: { readonly flowId: string; readonly authenticator: string | null },
): Promise<FlowStep> {
  const found = await findFlow(parts, caller, request.flowId);
  if (found === null) return refuse('FLOW_EXPIRED');
  const { open, routes } = found;
  const device = parts.authenticators
    .running()
    .find(
      ({ manifest, raw }) =>
        raw.enrolment !== undefined &&
        manifest.id === (request.authenticator ?? suggestedFor(open.flow)) &&
        mayRegister(open.flow, routes, manifest.id),
    );
  const { subject } = open.flow;
  if (device === undefined || subject === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const begun = await device.run(async ({ enrolment }) => enrolment?.begin(flowView(open.flow), subject));
  if (begun === undefined) return refuse('FLOW_STEP_NOT_EXPECTED');
  const { view, state } = begun;
  const next = advance(open.flow, { kind: 'DEVICE_BEGUN', authenticator: device.manifest.id, state }, routes);
  const saved = next === null ? null : await parts.flows.save(open, next);
  if (saved === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const flow = flowHandle(saved);
  if (typeof view['otpauthUri'] !== 'string')
    return { __typename: 'AuthenticatorRegistration', flow, authenticator: device.manifest.id, options: view };
  return {
    __typename: 'DeviceRegistration',
    flow,
    otpauthUri: text(view, 'otpauthUri'),
    qrCode: text(view, 'qrCode'),
    manualEntryKey: text(view, 'manualEntryKey'),
    account: text(view, 'account'),
    message: typeof view['message'] === 'string' ? view['message'] : SCAN,
  };
}

function suggestedFor({ goal }: Flow): string {
  return goal?.kind === 'CHANNEL' || goal?.kind === 'DEVICE' ? goal.authenticator : SUGGESTED;
}

function text(view: Readonly<Record<string, unknown>>, name: string): string {
  const value = view[name];
  if (typeof value === 'string') return value;
  throw new Fault('AUTHENTICATOR_UNAVAILABLE', errorCodes.AUTHENTICATOR_UNAVAILABLE, {
    detail: `enrolment shows no ${name}`,
  });
}
