import type { Database, Transaction } from '../database/database.ts';
import { insertIfAbsent } from '../database/insert.ts';
import { query } from '../database/statement.ts';
import { AUDIT_COLUMNS, type AuditRow } from './audit-row.ts';
import { GENESIS, LARGEST_BATCH, type Seal } from './seal.ts';

const COLUMNS = `number, first_seq AS firstSeq, last_seq AS lastSeq, row_count AS count, seqs, leaves, root, previous,
  seal, sealed_at AS sealedAt, form`;

/** Where the chain ends. */
export interface ChainEnd {
  readonly number: number;
  readonly lastSeq: number;
  readonly seal: string;
}

/** The last seal, or what stands before the first. */
export async function chainEnd(tx: Transaction): Promise<ChainEnd> {
  const [last] = await query<ChainEnd>(
    tx,
    'SELECT number, last_seq AS lastSeq, seal FROM audit_seal ORDER BY number DESC LIMIT 1',
  );
  return last ?? { number: 0, lastSeq: 0, seal: GENESIS };
}

/** The seals behind one, in order. */
export function sealsAfter(tx: Transaction, number: number, limit: number): Promise<readonly Seal[]> {
  return query<Seal>(tx, `SELECT ${COLUMNS} FROM audit_seal WHERE number > ? ORDER BY number LIMIT ?`, [number, limit]);
}

/** Adds a seal unless another process has written that number: of several sealers one wins each batch. */
export function addSeal(tx: Transaction, seal: Seal): Promise<boolean> {
  return insertIfAbsent(tx, 'audit_seal', {
    number: seal.number,
    first_seq: seal.firstSeq,
    last_seq: seal.lastSeq,
    row_count: seal.count,
    seqs: seal.seqs,
    leaves: seal.leaves,
    root: seal.root,
    previous: seal.previous,
    seal: seal.seal,
    sealed_at: seal.sealedAt,
    form: seal.form,
  });
}

/** A stretch of rows by number: behind `after`, up to and including `upTo`. */
export interface Stretch {
  readonly after: number;
  readonly upTo: number;
}

const ROWS = `SELECT ${AUDIT_COLUMNS.join(', ')} FROM audit_entry WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${LARGEST_BATCH}`;

/** The next rows of a stretch as they are stored now. */
export function auditRows(tx: Transaction, { after, upTo }: Stretch): Promise<readonly AuditRow[]> {
  return query<AuditRow>(tx, ROWS, [after, upTo]);
}

/**
 * The next rows of a stretch, none of which can still be on its way. A server draws numbers before transactions commit,
 * so a lower number may appear later; a locking read sees what others have inserted and waits until each of them has
 * committed or rolled back. At READ COMMITTED it locks no gap: who writes audit rows never waits for it. SQLite has one
 * writer, whose numbers are in the order of commits.
 */
export function settledRows(database: Database, { after, upTo }: Stretch): Promise<readonly AuditRow[]> {
  return database.engine === 'mysql'
    ? database.transaction((tx) => query<AuditRow>(tx, `${ROWS} LOCK IN SHARE MODE`, [after, upTo]))
    : database.read((tx) => auditRows(tx, { after, upTo }));
}

/** The highest number that anybody has committed. */
export async function newestSeq(tx: Transaction): Promise<number> {
  const [row] = await query<{ newest: number | null }>(tx, 'SELECT MAX(seq) AS newest FROM audit_entry');
  return row?.newest ?? 0;
}
