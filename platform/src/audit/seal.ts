import { createHash } from 'node:crypto';
import type { AuditRow } from './audit-row.ts';
import { leafOf, merkleRoot } from './merkle-root.ts';
import { writeRanges } from './seq-ranges.ts';

/** No batch is longer, so that sealing and proving need the same small memory whatever is stored. */
export const LARGEST_BATCH = 1_000;

/** How leaves and seals are computed; a later way gets the next number and leaves the old one provable. */
const FORM = 1;

/** What stands before the first seal. */
export const GENESIS = '0'.repeat(64);

/** One link of the chain: which rows it holds, what each was, and the link before it (design 7). */
export interface Seal {
  readonly number: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly count: number;
  /** The rows' numbers as ranges; those between that are missing were rolled back. */
  readonly seqs: string;
  /** The rows' leaves one behind the other in base64url, so that a proof can name the row that changed. */
  readonly leaves: string;
  readonly root: string;
  readonly previous: string;
  readonly seal: string;
  readonly sealedAt: number;
  readonly form: number;
}

/** The value that the next seal and the anchor carry: it stands for everything else in the seal and before it. */
export function sealValue(part: string, seal: Omit<Seal, 'seal' | 'leaves' | 'firstSeq' | 'lastSeq'>): string {
  const { number, previous, seqs, count, root, sealedAt, form } = seal;
  const text = JSON.stringify(['countersign-audit-seal', form, part, previous, number, seqs, count, root, sealedAt]);
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Links a batch of rows, in the order of their numbers, to the seal before it. */
export function sealRows(
  part: string,
  rows: readonly AuditRow[],
  after: { readonly number: number; readonly seal: string },
  at: Date,
): Seal {
  const leaves = rows.map(leafOf);
  const seqs = rows.map((row) => row.seq);
  const content = {
    number: after.number + 1,
    count: rows.length,
    seqs: writeRanges(seqs),
    root: merkleRoot(leaves).toString('hex'),
    previous: after.seal,
    sealedAt: at.getTime(),
    form: FORM,
  };
  return {
    ...content,
    firstSeq: seqs[0] ?? 0,
    lastSeq: seqs.at(-1) ?? 0,
    leaves: Buffer.concat(leaves).toString('base64url'),
    seal: sealValue(part, content),
  };
}
