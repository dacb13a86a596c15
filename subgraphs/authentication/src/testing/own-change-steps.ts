import { type House, type Step, flowIdOf } from './house.ts';
import type { AtWork } from './own-session.ts';
import { totpCode } from './totp-code.ts';

/** What the hands of a signed-in person hold while he changes a factor; a walk rewrites it as it goes. */
export interface OwnWalk {
  readonly mine: AtWork;
  readonly secret: string;
  /** The app that counts now, if his channel is one. */
  uri: string | null;
  /** The key shown last and not confirmed yet. */
  pending: string | null;
  flow: string;
}

const wrong = '000000';
const begin =
  (call: string) =>
  (house: House, { mine }: OwnWalk) =>
    house.mutate(call, mine.principal);
const code = (house: House, uri: string | null) => (uri === null ? wrong : totpCode(uri, house.clock.now()));

/** The step alphabet of a change of one's own factors: every field that a client can send, rightly and wrongly (O10). */
export const ownChangeSteps = {
  changeToApp: begin('changeOtpChannel(to: APP)'),
  changeToMail: begin('changeOtpChannel(to: EMAIL)'),
  replaceDevice: begin('replaceDevice'),
  changePassword: begin('changePassword'),
  renewRecoveryCodes: begin('renewRecoveryCodes'),
  stepUp: begin('beginStepUp'),
  password: (house, { flow, secret, mine }) => house.password(flow, secret, mine.principal),
  wrongPassword: (house, { flow, mine }) => house.password(flow, 'not the right one at all', mine.principal),
  presentCode: (house, { flow, uri, mine }) => house.totp(flow, code(house, uri), mine.principal),
  pendingCode: (house, { flow, pending, mine }) => house.totp(flow, code(house, pending), mine.principal),
  wrongCode: (house, { flow, mine }) => house.totp(flow, wrong, mine.principal),
  mailedCode: async (house, { flow, mine }) =>
    house.emailOtp(flow, (await house.mailedCode(mine.userId)) || wrong, mine.principal),
  requestMail: (house, { flow, mine }) => house.mutate(`requestEmailOtp(flowId: "${flow}")`, mine.principal),
  register: (house, { flow, mine }) => house.mutate(`registerDevice(flowId: "${flow}")`, mine.principal),
  skip: (house, { flow, mine }) => house.mutate(`skipDeviceRegistration(flowId: "${flow}")`, mine.principal),
  accept: (house, { flow, mine }) =>
    house.mutate(`acceptEmailOtpRisk(flowId: "${flow}", warningVersion: "1")`, mine.principal),
  setPassword: (house, { flow, mine }) =>
    house.mutate(`setPassword(flowId: "${flow}", newPassword: "short", confirmation: "short")`, mine.principal),
  nobodysCode: (house, { flow, uri }) => house.totp(flow, code(house, uri)),
} as const satisfies Readonly<Record<string, (house: House, walk: OwnWalk) => Promise<Step>>>;

/** A step of the alphabet. */
export type OwnChangeStep = keyof typeof ownChangeSteps;

/** Takes a step, and keeps what its answer put into the person's hands. */
export async function takeOwnStep(house: House, walk: OwnWalk, name: OwnChangeStep): Promise<Step> {
  const step = await ownChangeSteps[name](house, walk);
  if (step['flow'] !== undefined) walk.flow = flowIdOf(step);
  if (step.__typename === 'DeviceRegistration') walk.pending = String(step['otpauthUri']);
  return step;
}
