import { type Database, inBatches, marksFor, query } from '@countersign/platform';
import { type SessionRow, sessionColumns } from './session.ts';

const FOUND_AT_ONCE = 64;

/** The stored session by either of its names, or null. Asked at every request, so those of one moment share a statement. */
export interface SessionFinder {
  byTokenDigest(digest: string): Promise<SessionRow | null>;
  byId(id: string): Promise<SessionRow | null>;
  /** The session that once had this token and has a newer one now. */
  byRenewedDigest(digest: string): Promise<SessionRow | null>;
}

interface NamedRow extends SessionRow {
  readonly token_digest: string;
}

/** Finds sessions in the database itself, never in a memory of what was found before (S3). */
export function sessionFinder(database: Database): SessionFinder {
  const by = (column: 'id' | 'token_digest') =>
    inBatches<string, SessionRow | null>({
      most: FOUND_AT_ONCE,
      async run(names) {
        const { marks, values } = marksFor([...new Set(names)]);
        const sql = `SELECT token_digest, ${sessionColumns} FROM session WHERE ${column} IN (${marks})`;
        const rows = await database.read((tx) => query<NamedRow>(tx, sql, values));
        const found = new Map(rows.map((row) => [row[column], row]));
        return names.map((name) => found.get(name) ?? null);
      },
    });
  const byId = by('id');
  return {
    byTokenDigest: by('token_digest'),
    byId,
    async byRenewedDigest(digest) {
      const sql = 'SELECT session_id FROM renewed_token WHERE token_digest = ?';
      const [row] = await database.read((tx) => query<{ session_id: string }>(tx, sql, [digest]));
      return row === undefined ? null : byId(row.session_id);
    },
  };
}
