import type { NumericCode, PluginTransaction, Ports, Subject, Verdict } from '@countersign/authenticator-kit';
import { parseOathCode, usualShape } from '@countersign/oath';
import { findDevice, spendStep, type Device } from './device-table.ts';
import { learnDrift, noDrift } from './learned-drift.ts';
import { matchingStep } from './matching-step.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';
import { PERIOD_SECONDS, timeStep } from './time-step.ts';

type Verify = (subject: Subject | null, answer: NumericCode) => Promise<Verdict<PluginTransaction>>;

interface OpenedDevice {
  readonly found: Device | null;
  readonly device: Device;
  readonly secret: Uint8Array;
}

/** Nobody's profile: the look-up for no subject finds nothing, at the same price. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** No code at all: as long as none is, and equal to none. */
const NO_CODE = '';

/**
 * Compares a code with the person's active device. Without a person or a device it does the same look-up, opening and
 * computing with a decoy key and rejects (O8). Nothing here throws for what a person typed or for a clock that went back.
 */
export function createVerifyCode(ports: Pick<Ports, 'clock' | 'tables' | 'secrets'>): Verify {
  const { clock, tables, secrets } = ports;
  const decoy: Device = {
    deviceId: '',
    sealedSecret: sealSecret(secrets, NOBODY, secrets.randomBytes(20)),
    keyMark: '',
    lastStep: 0,
    shape: usualShape,
    periodSeconds: PERIOD_SECONDS,
    drift: noDrift,
  };

  /** The person's device, or nobody's decoy: either way one look-up and one opening. */
  const openDevice = async (profileUuid: string): Promise<OpenedDevice> => {
    const found = await tables.read((tx) => findDevice(tx, profileUuid));
    const [device, owner] = found === null ? [decoy, NOBODY] : [found, profileUuid];
    return { found, device, secret: openSecret(secrets, owner, device.sealedSecret) };
  };

  return async (subject, answer) => {
    const parsed = parseOathCode(answer.code);
    const code = parsed.ok ? parsed.answer.code : NO_CODE;
    const { found, device, secret } = await openDevice(subject?.profileUuid ?? NOBODY);
    const { shape, drift } = device;
    const middle = timeStep(clock.now(), device.periodSeconds) + drift.steps;
    const step = matchingStep({ secret, shape, middle }, code, secrets.equal);

    if (!parsed.ok) return { outcome: 'rejected', reason: 'MALFORMED' };
    if (subject === null || found === null) return { outcome: 'rejected', reason: 'NOT_ENROLLED' };
    if (step === null) return { outcome: 'rejected', reason: 'WRONG' };
    if (step <= found.lastStep) return { outcome: 'rejected', reason: 'ALREADY_USED' };
    const { profileUuid } = subject;
    const spent = { profileUuid, deviceId: found.deviceId, step, drift: learnDrift(drift, step - middle) };
    return { outcome: 'accepted', profileUuid, consume: (tx) => spendStep(tx, spent) };
  };
}
