import type {
  NumericCode,
  PluginTransaction,
  Ports,
  RejectionReason,
  Subject,
  Verdict,
} from '@countersign/authenticator-kit';
import { parseOathCode, usualShape } from '@countersign/oath';
import { findDevice, spendCounter, type Device } from './device-table.ts';
import { matchingCounter } from './matching-counter.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';
import { LOOK_AHEAD, LOOK_BEHIND, RESYNC_MS, RESYNC_REACH } from './windows.ts';

type Verify = (subject: Subject | null, answer: NumericCode) => Promise<Verdict<PluginTransaction>>;

interface OpenedDevice {
  readonly found: Device | null;
  readonly device: Device;
  readonly secret: Uint8Array;
}

/** Where a code lies: within the window, beyond it but within reach, used before, or nowhere. */
interface Place {
  readonly near: number | null;
  readonly far: number | null;
  readonly used: number | null;
}

/** Nobody's profile: the look-up for no subject finds nothing, at the same price. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** No code at all: equal to none. */
const NO_CODE = '';

/**
 * Compares a code with the person's active token. Without a person or a token it does the same look-up, opening and
 * computing with a decoy key and rejects (O8). A token that ran beyond the window is found again by two of its codes in a
 * row: the first is refused, at the price of an attempt, and remembered for a few minutes; the second is accepted (RFC 4226
 * 7.4). What is remembered decides nothing by itself: each acceptance still spends its counter in the table (O2).
 */
export function createVerifyCode(ports: Pick<Ports, 'tables' | 'volatile' | 'secrets'>): Verify {
  const { tables, volatile, secrets } = ports;
  const decoy: Device = {
    deviceId: 'none',
    sealedSecret: sealSecret(secrets, NOBODY, secrets.randomBytes(20)),
    keyMark: '',
    nextCounter: 0,
    shape: usualShape,
  };

  /** The person's device, or nobody's decoy: either way one look-up and one opening. */
  const openDevice = async (profileUuid: string): Promise<OpenedDevice> => {
    const found = await tables.read((tx) => findDevice(tx, profileUuid));
    const [device, owner] = found === null ? [decoy, NOBODY] : [found, profileUuid];
    return { found, device, secret: openSecret(secrets, owner, device.sealedSecret) };
  };

  const placeOf = ({ device: { nextCounter, shape }, secret }: OpenedDevice, code: string): Place => {
    const match = (from: number, count: number) => matchingCounter({ secret, shape, from, count }, code, secrets.equal);
    const near = match(nextCounter, LOOK_AHEAD);
    if (near !== null) return { near, far: null, used: null };
    const far = match(nextCounter + LOOK_AHEAD, RESYNC_REACH - LOOK_AHEAD);
    return { near, far, used: match(nextCounter - LOOK_BEHIND, LOOK_BEHIND) };
  };

  /** The counter that a code proves: one in the window, or the second of two in a row beyond it. */
  const provenCounter = async (key: string, { near, far }: Place): Promise<number | null> => {
    const awaited = await volatile.get(key);
    if (near !== null || far === null) return near;
    if (awaited === String(far)) return far;
    await volatile.set(key, String(far + 1), { ttlMs: RESYNC_MS });
    return null;
  };

  return async (subject, answer) => {
    const parsed = parseOathCode(answer.code);
    const profileUuid = subject?.profileUuid ?? NOBODY;
    const opened = await openDevice(profileUuid);
    const place = placeOf(opened, parsed.ok ? parsed.answer.code : NO_CODE);
    const counter = await provenCounter(`resync:${profileUuid}:${opened.device.deviceId}`, place);

    if (!parsed.ok) return { outcome: 'rejected', reason: 'MALFORMED' };
    if (subject === null || opened.found === null) return { outcome: 'rejected', reason: 'NOT_ENROLLED' };
    if (counter === null) return { outcome: 'rejected', reason: reasonOf(place) };
    const spent = { profileUuid, deviceId: opened.found.deviceId, counter };
    return { outcome: 'accepted', profileUuid, consume: (tx) => spendCounter(tx, spent) };
  };
}

function reasonOf({ far, used }: Place): RejectionReason {
  return far === null && used !== null ? 'ALREADY_USED' : 'WRONG';
}
