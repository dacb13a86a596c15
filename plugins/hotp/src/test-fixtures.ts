import type { NumericCode, Subject } from '@countersign/authenticator-kit';
import type { AuthenticatorFixtures, Bench } from '@countersign/authenticator-kit/conformance';
import { codeFor, otherCode, secretOf } from './test-device.ts';

/** Keys of the tokens registered on a bench. */
const keys = new WeakMap<Bench<NumericCode>, Map<string, Uint8Array>>();

const keyOf = (bench: Bench<NumericCode>, subject: Subject) => keys.get(bench)?.get(subject.profileUuid);

/** How the conformance suite enrols a person and answers for him. */
export const hotpFixtures: AuthenticatorFixtures<NumericCode> = {
  async enrol(bench, subject) {
    const flow = bench.flow();
    const { enrolment } = bench.authenticator;
    if (enrolment === undefined) throw new Error('no enrolment');
    const { view, state } = await enrolment.begin(flow, subject);
    const key = secretOf(String(view['otpauthUri']), bench.secrets);
    await bench.consume(await enrolment.confirm(flow, subject, state, { code: codeFor(key, 0) }));
    keys.set(bench, new Map(keys.get(bench)).set(subject.profileUuid, key));
  },
  async rightAnswer(bench, _flow, subject) {
    const key = keyOf(bench, subject);
    if (key === undefined) throw new Error('not enrolled');
    return { code: codeFor(key, 1) };
  },
  async wrongAnswer(bench, _flow, subject) {
    return { code: otherCode(keyOf(bench, subject)) };
  },
  async confirmingAnswer(bench, view) {
    return { code: codeFor(secretOf(String(view['otpauthUri']), bench.secrets), 0) };
  },
};
