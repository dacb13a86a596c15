import type { PluginTransaction, Ports } from '@countersign/authenticator-kit';
import type { ImportedKey } from '@countersign/oath';
import { storeDevice } from './device-table.ts';
import { driftBounds, within } from './learned-drift.ts';
import { newDevice } from './new-device.ts';

/** Never used before, as far as this product knows. */
const UNUSED = -1;

/**
 * Makes a token that its participant brings this person's device; `ports` are this plugin's own. False when he has one,
 * or somebody has this key: whoever replaces a device lets it be forgotten first, in the same transaction (RFC 6030, O13, M4).
 */
export async function importTotpDevice(
  ports: Pick<Ports, 'clock' | 'secrets'>,
  tx: PluginTransaction,
  given: { readonly profileUuid: string; readonly key: ImportedKey },
): Promise<boolean> {
  const { key, profileUuid } = given;
  const bound = driftBounds.token;
  const device = newDevice(ports.secrets, {
    profileUuid,
    secret: key.secret,
    shape: { digits: key.digits, algorithm: key.algorithm },
    periodSeconds: key.periodSeconds,
    lastStep: UNUSED,
    drift: { steps: within(key.driftSteps, bound), lean: 0, bound },
  });
  return storeDevice(tx, profileUuid, { ...device, replaces: null, registeredAt: ports.clock.now().getTime() });
}
