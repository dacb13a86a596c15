import path from 'node:path';
import Database from 'libsql';
import { createPool, type RowDataPacket } from 'mysql2/promise';

/** The parts that own tables. */
export type PartName = 'identity' | 'approvals' | 'authentication';

/** The tables of one part seen past the product: to find what was written, and to play the hand that spoils it. */
export interface Tables {
  rows<Row = Record<string, unknown>>(
    sql: string,
    parameters?: readonly (string | number | null)[],
  ): Promise<readonly Row[]>;
  /** Rows changed. */
  change(sql: string, parameters?: readonly (string | number | null)[]): Promise<number>;
  close(): Promise<void>;
}

/** Opens one part's tables, in the SQLite file of `folder` or in the database server. */
export async function openTables(
  part: PartName,
  where: { readonly folder: string } | { readonly mysqlUrl: URL },
): Promise<Tables> {
  if ('folder' in where) return sqliteTables(path.join(where.folder, `${part}.sqlite`));
  const url = new URL(where.mysqlUrl);
  url.pathname = `${url.pathname}_${part}`;
  const pool = createPool({ uri: url.href, connectionLimit: 2, supportBigNumbers: true });
  return {
    rows: async <Row>(sql: string, parameters: readonly (string | number | null)[] = []) =>
      (await pool.query<RowDataPacket[]>(sql, [...parameters]))[0] as unknown as readonly Row[],
    change: async (sql, parameters = []) => {
      const [result] = await pool.query(sql, [...parameters]);
      return (result as { affectedRows: number }).affectedRows;
    },
    close: () => pool.end(),
  };
}

function sqliteTables(file: string): Tables {
  const database = new Database(file, { timeout: 5_000 });
  return {
    rows: async <Row>(sql: string, parameters: readonly (string | number | null)[] = []) =>
      database.prepare(sql).all(...parameters) as readonly Row[],
    change: async (sql, parameters = []) => database.prepare(sql).run(...parameters).changes,
    close: async () => void database.close(),
  };
}
