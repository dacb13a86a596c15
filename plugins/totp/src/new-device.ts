import type { Ports } from '@countersign/authenticator-kit';
import type { CodeShape } from '@countersign/oath';
import type { Device } from './device-table.ts';
import type { Drift } from './learned-drift.ts';
import { sealSecret } from './sealed-secret.ts';

/** What makes a device: whose it is, its key, how it makes codes, and the last step that may not be used any more. */
export interface DeviceMaking {
  readonly profileUuid: string;
  readonly secret: Uint8Array;
  readonly shape: CodeShape;
  readonly periodSeconds: number;
  readonly lastStep: number;
  readonly drift: Drift;
}

/** A device with an id of its own and its key sealed for its owner (O1); its mark is the same for the same key. */
export function newDevice(secrets: Ports['secrets'], making: DeviceMaking): Device {
  const { profileUuid, secret, ...rest } = making;
  return {
    ...rest,
    deviceId: Buffer.from(secrets.randomBytes(16)).toString('hex'),
    sealedSecret: sealSecret(secrets, profileUuid, secret),
    keyMark: secrets.keyedHash(`key:${Buffer.from(secret).toString('hex')}`),
  };
}
