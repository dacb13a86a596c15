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
import { learnDrift, noDrift } from './learned-drift.ts';
import { matchingStep } from './matching-step.ts';
import { newDevice } from './new-device.ts';
import { PERIOD_SECONDS, timeStep } from './time-step.ts';

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

/** Registers a device in two steps: nothing is active before its first right code (W12). */
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
      const key = { issuer, userId: subject.userId, secret, kind: 'totp', parameters: parametersOf(shape) } as const;
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

      const now = clock.now();
      const middle = timeStep(now);
      const secret = Buffer.from(pending.secret, 'base64url');
      const step = matchingStep({ secret, shape, middle }, parsed.answer.code, secrets.equal);
      if (step === null) return { outcome: 'rejected', reason: 'WRONG' };

      const { profileUuid } = subject;
      // The confirming code is spent by this very row: it cannot be replayed to log in.
      const making = { profileUuid, secret, shape, periodSeconds: PERIOD_SECONDS, lastStep: step };
      const device = newDevice(secrets, { ...making, drift: learnDrift(noDrift, step - middle) });
      const storing = { ...device, replaces: pending.replaces, registeredAt: now.getTime() };
      return { outcome: 'accepted', profileUuid, consume: (tx) => storeDevice(tx, profileUuid, storing) };
    },
  };
}

/** Apps take SHA-1 where no algorithm is named, and some refuse to be told so; names have no hyphen (W12). */
function parametersOf({ digits, algorithm }: CodeShape): Readonly<Record<string, string>> {
  const usual = { period: String(PERIOD_SECONDS), digits: String(digits) };
  return algorithm === 'sha1' ? usual : { ...usual, algorithm: algorithm.toUpperCase() };
}

function contextOf(flow: FlowView, subject: Subject): string {
  return `totp-enrolment:${flow.id}:${subject.profileUuid}`;
}

function openPending(secrets: Ports['secrets'], state: string, context: string): PendingDevice | null {
  try {
    return JSON.parse(new TextDecoder().decode(secrets.open(state, context))) as PendingDevice;
  } catch {
    // Sealed for another flow or person, or altered: the envelope does not open, which is a refusal and no fault (O5).
    return null;
  }
}
