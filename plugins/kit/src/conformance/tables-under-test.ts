import type { TableMigration } from '../authenticator.ts';
import type { Ports } from '../ports.ts';

/** A tables port for a suite, with a view of every row. */
export interface TablesUnderTest {
  readonly port: Ports['tables'];
  /** Every row of every table as text. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

/** Makes the tables of a plugin in an empty database. */
export type OpenTables = (migrations: readonly TableMigration[]) => Promise<TablesUnderTest>;
