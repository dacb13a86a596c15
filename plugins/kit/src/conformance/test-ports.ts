import type { TableMigration } from '../authenticator.ts';
import type { Ports } from '../ports.ts';
import { keySecrets } from './key-secrets.ts';
import { mapVolatile } from './map-volatile.ts';
import { setClock, type SetClock } from './set-clock.ts';
import { sqliteTables } from './sqlite-tables.ts';
import type { TablesUnderTest } from './tables-under-test.ts';

/** A mail handed to the queue; `to` null went to nobody. */
export type QueuedMail = Parameters<Ports['mail']['enqueue']>[0];

/** Working ports for one test, and a view of everything a plugin left behind in them. */
export interface TestPorts extends Ports {
  readonly clock: SetClock;
  readonly sent: readonly QueuedMail[];
  /** Volatile values and table rows as text, to search for what must not be there. */
  dump(): Promise<{ readonly volatile: string; readonly tables: string }>;
  close(): Promise<void>;
}

/** Real parts in one process: SQLite in memory, a map with atomic operations, AES-GCM, and a clock that stands still. */
export function testPorts(
  migrations: readonly TableMigration[],
  options: { readonly start?: string; readonly pepper?: Uint8Array; readonly tables?: TablesUnderTest } = {},
): TestPorts {
  const clock = setClock(options.start ?? '2026-03-02T09:00:00.000Z');
  const volatile = mapVolatile(clock);
  const tables = options.tables ?? sqliteTables(migrations);
  const sent: QueuedMail[] = [];
  return {
    clock,
    site: { origins: ['https://dms.example', 'https://ccms.example'] },
    tables: tables.port,
    volatile: volatile.port,
    mail: { enqueue: (mail) => void sent.push(mail) },
    secrets: keySecrets({ pepper: options.pepper ?? null }),
    sent,
    dump: async () => ({ volatile: volatile.dump(), tables: await tables.dump() }),
    close: () => tables.close(),
  };
}
