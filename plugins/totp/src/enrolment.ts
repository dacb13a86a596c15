import {
  parseNumericCode,
  type Enrolment,
  type FlowView,
  type NumericCode,
  type Ports,
  type Subject,
} from '@countersign/authenticator-kit';
import { findDevice, storeDevice } from './device-table.ts';
import { deviceSetup } from './device-setup.ts';
import { matchingStep } from './matching-step.ts';
import { timeStep } from './one-time-password.ts';
import { sealSecret } from './sealed-secret.ts';

/** 160 bits, as RFC 4226 4 R6 recommends (O1). */
const SECRET_BYTES = 20;

interface PendingDevice {
  readonly secret: string;
  /** The device that stood when this enrolment began. If it changed since, this enrolment is void (O12, O13). */
  readonly replaces: string | null;
}

/** Registers a device in two steps: nothing is active before its first right code (W12). */
export function createEnrolment(
  issuer: string,
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
      return {
        view: await deviceSetup(issuer, subject.userId, secret),
        state: secrets.seal(new TextEncoder().encode(JSON.stringify(pending)), contextOf(flow, subject)),
      };
    },

    async confirm(flow, subject, state, answer) {
      const parsed = parseNumericCode(answer.code, 6);
      if (!parsed.ok) return { outcome: 'rejected', reason: 'MALFORMED' };
      const pending = openPending(secrets, state, contextOf(flow, subject));
      if (pending === null) return { outcome: 'rejected', reason: 'SUBJECT_MISMATCH' };

      const now = clock.now();
      const secret = Buffer.from(pending.secret, 'base64url');
      const step = matchingStep(secret, parsed.answer.code, timeStep(now), secrets.equal);
      if (step === null) return { outcome: 'rejected', reason: 'WRONG' };

      const { profileUuid } = subject;
      const device = {
        deviceId: Buffer.from(secrets.randomBytes(16)).toString('hex'),
        sealedSecret: sealSecret(secrets, profileUuid, secret),
        // The confirming code is spent by this very row: it cannot be replayed to log in.
        lastStep: step,
        replaces: pending.replaces,
        registeredAt: now.getTime(),
      };
      return { outcome: 'accepted', profileUuid, consume: (tx) => storeDevice(tx, profileUuid, device) };
    },
  };
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
