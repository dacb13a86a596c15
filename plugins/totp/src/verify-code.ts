import type { NumericCode, PluginTransaction, Ports, Subject, Verdict } from '@countersign/authenticator-kit';
import { parseNumericCode } from '@countersign/authenticator-kit';
import { findDevice, spendStep, type Device } from './device-table.ts';
import { matchingStep } from './matching-step.ts';
import { timeStep } from './one-time-password.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';

type Verify = (subject: Subject | null, answer: NumericCode) => Promise<Verdict<PluginTransaction>>;

interface OpenedDevice {
  readonly found: Device | null;
  readonly secret: Uint8Array;
}

/** Nobody's profile: the look-up for no subject finds nothing, at the same price. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Compares a code with the person's active device. Without a person or a device it does the same look-up, opening and
 * computing with a decoy key and rejects (O8). Nothing here throws for what a person typed or for a clock that went back.
 */
export function createVerifyCode(ports: Pick<Ports, 'clock' | 'tables' | 'secrets'>): Verify {
  const decoy = { sealedSecret: sealSecret(ports.secrets, NOBODY, ports.secrets.randomBytes(20)) };

  /** The person's device, or nobody's decoy: either way one look-up and one opening. */
  const openDevice = async (profileUuid: string): Promise<OpenedDevice> => {
    const found = await ports.tables.read((tx) => findDevice(tx, profileUuid));
    const [device, owner] = found === null ? [decoy, NOBODY] : [found, profileUuid];
    return { found, secret: openSecret(ports.secrets, owner, device.sealedSecret) };
  };

  return async (subject, answer) => {
    const parsed = parseNumericCode(answer.code, 6);
    const code = parsed.ok ? parsed.answer.code : '000000';
    const { found, secret } = await openDevice(subject?.profileUuid ?? NOBODY);
    const step = matchingStep(secret, code, timeStep(ports.clock.now()), ports.secrets.equal);

    if (!parsed.ok) return { outcome: 'rejected', reason: 'MALFORMED' };
    if (subject === null || found === null) return { outcome: 'rejected', reason: 'NOT_ENROLLED' };
    if (step === null) return { outcome: 'rejected', reason: 'WRONG' };
    if (step <= found.lastStep) return { outcome: 'rejected', reason: 'ALREADY_USED' };
    const { profileUuid } = subject;
    return {
      outcome: 'accepted',
      profileUuid,
      consume: (tx) => spendStep(tx, { profileUuid, deviceId: found.deviceId, step }),
    };
  };
}
