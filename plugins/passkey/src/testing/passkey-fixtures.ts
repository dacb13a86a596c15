import type { FlowView, Subject } from '@countersign/authenticator-kit';
import type { AuthenticatorFixtures, Bench } from '@countersign/authenticator-kit/conformance';
import type { PasskeyAnswer } from '../parse-response.ts';
import { passkeyDevice, type PasskeyDevice } from '../../../../test/support/passkey-device.ts';

type PasskeyBench = Bench<PasskeyAnswer>;
type Options = { readonly challenge: string };

/** The devices registered on each bench, by person. */
const devices = new WeakMap<PasskeyBench, Map<string, PasskeyDevice>>();

/** The options of the newest challenge of a flow: the host would have shown them, so one is issued again. */
export async function optionsOf(bench: PasskeyBench, flow: FlowView, subject: Subject | null): Promise<Options> {
  const outcome = await bench.authenticator.challenge?.(flow, subject, { automatic: false });
  if (outcome?.outcome !== 'issued') throw new Error('no challenge');
  const options = outcome.challenge['options'] as Options;
  bench.secrets.add(options.challenge);
  return options;
}

/** A person's device, which the fixture registered. */
export function deviceOf(bench: PasskeyBench, subject: Subject): PasskeyDevice {
  const device = devices.get(bench)?.get(subject.profileUuid);
  if (device === undefined) throw new Error('not enrolled');
  return device;
}

/** Registers a device by the plugin's own two steps. */
export async function register(
  bench: PasskeyBench,
  subject: Subject,
  device = passkeyDevice(),
): Promise<PasskeyDevice> {
  const { enrolment } = bench.authenticator;
  if (enrolment === undefined) throw new Error('no enrolment');
  const flow = bench.flow();
  const { view, state } = await enrolment.begin(flow, subject);
  const parsed = bench.authenticator.parse({ response: device.create(view as unknown as Options) });
  if (!parsed.ok) throw new Error(parsed.code);
  await bench.consume(await enrolment.confirm(flow, subject, state, parsed.answer));
  devices.set(bench, new Map(devices.get(bench)).set(subject.profileUuid, device));
  return device;
}

/** How the conformance suite enrols a person and answers for him. */
export const passkeyFixtures: AuthenticatorFixtures<PasskeyAnswer> = {
  enrol: async (bench, subject) => void (await register(bench, subject)),
  rightAnswer: async (bench, flow, subject) => ({
    response: deviceOf(bench, subject).get(await optionsOf(bench, flow, subject)),
  }),
  // Signed rightly, by a device that is nobody's.
  wrongAnswer: async (bench, flow, subject) => ({
    response: passkeyDevice().get(await optionsOf(bench, flow, subject)),
  }),
  confirmingAnswer: async (bench, view) => {
    const options = view as unknown as Options;
    bench.secrets.add(options.challenge);
    return { response: passkeyDevice().create(options) };
  },
};
