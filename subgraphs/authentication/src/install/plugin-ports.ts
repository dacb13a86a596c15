import { randomBytes } from 'node:crypto';
import type { Manifest, PortName, Ports } from '@countersign/authenticator-kit';
import {
  type Clock,
  type Database,
  type SecretBox,
  type VolatileStore,
  equalText,
  randomDigits,
} from '@countersign/platform';
import { ownTables } from './own-tables.ts';
import { pluginTransaction } from './plugin-transaction.ts';

/** What the ports of plugins stand on. */
export interface HostSide {
  readonly clock: Clock;
  readonly database: Database;
  readonly volatile: VolatileStore;
  readonly secrets: SecretBox;
  readonly mail: Ports['mail'];
  readonly site: Ports['site'];
}

/** Exactly the ports that a manifest declares; the others are not there (design 5). */
export function pluginPorts(manifest: Manifest, host: HostSide): Ports {
  const every: { readonly [name in PortName]: () => Ports[name] } = {
    clock: () => ({ now: () => host.clock.now() }),
    tables: () => ({
      read: (work) => host.database.read((tx) => work(ownTables(manifest, pluginTransaction(tx)))),
      transaction: (work) => host.database.transaction((tx) => work(ownTables(manifest, pluginTransaction(tx)))),
    }),
    volatile: () => prefixed(host.volatile, `authenticator:${manifest.id}:`),
    mail: () => host.mail,
    site: () => host.site,
    secrets: () => secretsFor(manifest.id, host.secrets),
  };
  return Object.fromEntries(manifest.needs.map((need) => [need, every[need]()])) as unknown as Ports;
}

/** A plugin's keys cannot meet another's; the hash tag inside a key still decides its place in a cluster. */
function prefixed(store: VolatileStore, prefix: string): Ports['volatile'] {
  return {
    get: (key) => store.get(prefix + key),
    set: (key, value, lifetime) => store.set(prefix + key, value, lifetime),
    setIfAbsent: (key, value, lifetime) => store.setIfAbsent(prefix + key, value, lifetime),
    replaceIfEqual: (key, expected, value, lifetime) => store.replaceIfEqual(prefix + key, expected, value, lifetime),
    take: (key) => store.take(prefix + key),
    delete: (key) => store.delete(prefix + key),
    countUp: (key, window) => store.countUp(prefix + key, window),
  };
}

function secretsFor(id: string, box: SecretBox): Ports['secrets'] {
  return {
    seal: (plaintext, context) => box.seal(plaintext, `authenticator/${id}/${context}`),
    open: (sealed, context) => box.open(sealed, `authenticator/${id}/${context}`),
    keyedHash: (value) => box.keyedHash(`authenticator/${id}`, value),
    randomBytes: (length) => randomBytes(length),
    randomDigits,
    equal: equalText,
    pepper: box.derive('password-pepper'),
  };
}
