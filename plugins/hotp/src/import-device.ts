import type { PluginTransaction, Ports } from '@countersign/authenticator-kit';
import type { ImportedKey } from '@countersign/oath';
import { storeDevice } from './device-table.ts';
import { newDevice } from './new-device.ts';

/**
 * Makes a token that its participant brings this person's device; `ports` are this plugin's own. False when he has one,
 * or somebody has this key: whoever replaces a device lets it be forgotten first, in the same transaction (RFC 6030, O13, M4).
 */
export async function importHotpDevice(
  ports: Pick<Ports, 'clock' | 'secrets'>,
  tx: PluginTransaction,
  given: { readonly profileUuid: string; readonly key: ImportedKey },
): Promise<boolean> {
  const { key, profileUuid } = given;
  const { secret, digits, algorithm, counter } = key;
  const device = newDevice(ports.secrets, {
    profileUuid,
    secret,
    shape: { digits, algorithm },
    nextCounter: counter,
  });
  return storeDevice(tx, profileUuid, { ...device, replaces: null, registeredAt: ports.clock.now().getTime() });
}
