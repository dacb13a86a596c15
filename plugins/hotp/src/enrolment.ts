import {
  parseNumericCode,
  type Enrolment,
  type FlowView,
  type NumericCode,
  type Ports,
  type Subject,
} from '@countersign/authenticator-kit';
import { type CodeShape, deviceSetup } from '@countersign/oath';
import { findDevice, storeDevice } from './device-table.ts';
import { matchingCounter } from './matching-counter.ts';
import { newDevice } from './new-device.ts';
import { LOOK_AHEAD } from './windows.ts';

/** 160 bits, as RFC 4226 4 R6 recommends (O1). */
const SECRET_BYTES = 20;

interface PendingDevice {
  readonly secret: string;
  /** The device that stood when this enrolment began. If it changed since, this enrolment is void (O12, O13). */
  readonly replaces: string | null;
}

/** What new devices are called in the app's list, and how they make their codes. */
export interface Registering {
  readonly issuer: string;
  readonly shape: CodeShape;
}

/**
 * Registers a device in two steps: nothing is active before its first right code (W12). Some apps show the code of the
 * counter that they were given and others the one after it; the first window holds both, and from the confirming code on
 * either kind is in step.
 */
export function createEnrolment(
  { issuer, shape }: Registering,
  ports: Pick<Ports, 'clock' | 'tables' | 'secrets'>,
): Enrolment<NumericCode> {
  const { clock, tables, secrets } = ports;
  return {
    async begin(flow, subject) {
      const secret = secrets.randomBytes(SECRET_BYTES);
      const standing = await tables.read((tx) => findDevice(tx, subject.profileUuid));
      const pending: PendingDevice = {
        secret: Buffer.from(secret).toString('base64url'),
        replaces: standing?.deviceId ?? null,
      };
      const key = { issuer, userId: subject.userId, secret, kind: 'hotp', parameters: parametersOf(shape) } as const;
      return {
        view: await deviceSetup({ ...key, replacing: standing !== null }),
        state: secrets.seal(new TextEncoder().encode(JSON.stringify(pending)), contextOf(flow, subject)),
      };
    },

    async confirm(flow, subject, state, answer) {
      const parsed = parseNumericCode(answer.code, shape.digits);
      if (!parsed.ok) return { outcome: 'rejected', reason: 'MALFORMED' };
      const pending = openPending(secrets, state, contextOf(flow, subject));
      if (pending === null) return { outcome: 'rejected', reason: 'SUBJECT_MISMATCH' };

      const secret = Buffer.from(pending.secret, 'base64url');
      const first = { secret, shape, from: 0, count: LOOK_AHEAD };
      const counter = matchingCounter(first, parsed.answer.code, secrets.equal);
      if (counter === null) return { outcome: 'rejected', reason: 'WRONG' };

      const { profileUuid } = subject;
      // The confirming code is spent by this very row: it cannot be replayed to log in.
      const device = newDevice(secrets, { profileUuid, secret, shape, nextCounter: counter + 1 });
      const storing = { ...device, replaces: pending.replaces, registeredAt: clock.now().getTime() };
      return { outcome: 'accepted', profileUuid, consume: (tx) => storeDevice(tx, profileUuid, storing) };
    },
  };
}

function parametersOf({ digits, algorithm }: CodeShape): Readonly<Record<string, string>> {
  return { counter: '0', digits: String(digits), algorithm: algorithm.toUpperCase() };
}

function contextOf(flow: FlowView, subject: Subject): string {
  return `hotp-enrolment:${flow.id}:${subject.profileUuid}`;
}

function openPending(secrets: Ports['secrets'], state: string, context: string): PendingDevice | null {
  try {
    return JSON.parse(new TextDecoder().decode(secrets.open(state, context))) as PendingDevice;
  } catch {
    // Sealed for another flow or person, or altered: the envelope does not open, which is a refusal and no fault (O5).
    return null;
  }
}
