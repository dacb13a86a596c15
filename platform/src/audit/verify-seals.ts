import type { Database } from '../database/database.ts';
import type { ReportFinding } from './audit-finding.ts';
import { merkleRoot } from './merkle-root.ts';
import { GENESIS, LARGEST_BATCH, type Seal, sealValue } from './seal.ts';
import { sealsAfter } from './seal-store.ts';
import { readRanges } from './seq-ranges.ts';
import { type SealedLeaves, verifyRows } from './verify-rows.ts';

const LEAF_BYTES = 32;
/** A seal holds up to 50 kB, so a page of them is small. */
const SEALS_A_PAGE = 20;
/** Databases number rows from 1 on: what somebody put before that is looked at too. */
const BEFORE_ALL_ROWS = Number.MIN_SAFE_INTEGER;

/** What the seal says of each row, or null when its own content does not fit together. */
function leavesIn(seal: Seal): SealedLeaves | null {
  const seqs = readRanges(seal.seqs, LARGEST_BATCH);
  const bytes = Buffer.from(seal.leaves, 'base64url');
  if (seqs === null || bytes.length !== seqs.length * LEAF_BYTES || bytes.toString('base64url') !== seal.leaves)
    return null;
  const leaves = seqs.map((_, at) => bytes.subarray(at * LEAF_BYTES, (at + 1) * LEAF_BYTES));
  const holds =
    seal.count === seqs.length &&
    seal.firstSeq === seqs[0] &&
    seal.lastSeq === seqs.at(-1) &&
    seal.root === merkleRoot(leaves).toString('hex');
  return holds ? new Map(seqs.map((seq, at) => [seq, leaves[at] as Buffer])) : null;
}

/** The link that the next seal must continue; `sound` is false where it is known to be wrong already. */
interface Link {
  readonly number: number;
  readonly lastSeq: number;
  readonly seal: string;
  readonly sound: boolean;
}

function verifyLink(part: string, link: Link, seal: Seal, report: ReportFinding): void {
  if (seal.number !== link.number + 1) {
    const [first, last] = [link.number + 1, seal.number - 1];
    const which = first === last ? `seal ${first} was` : `seals ${first} to ${last} were`;
    const message = `${which} deleted; rows ${Math.max(link.lastSeq, 0) + 1} to ${seal.firstSeq - 1} cannot be proven`;
    report({ kind: 'SEALS_MISSING', part, seal: first, message });
  } else if (link.sound && seal.previous !== link.seal) {
    const message = `seal ${seal.number} does not follow from seal ${link.number} as it stands: one of them was rewritten`;
    report({ kind: 'CHAIN_BROKEN', part, seal: seal.number, message });
  }
}

/** How far a proof has come; the rows of seals that fit together are counted. */
export interface SealProgress {
  readonly number: number;
  readonly rows: number;
}

/** Where the seal before is missing or wrong, nobody can say which rows belong between. */
function beginOf(link: Link, seal: Seal): number {
  return link.sound && seal.number === link.number + 1 ? link.lastSeq : seal.firstSeq - 1;
}

/** Proves one seal and its rows, and gives the link that the next one continues. */
async function verifySeal(
  database: Database,
  step: { readonly part: string; readonly link: Link; readonly seal: Seal },
  report: ReportFinding,
): Promise<Link & { readonly rows: number }> {
  const { part, link, seal } = step;
  verifyLink(part, link, seal, report);
  const leaves = leavesIn(seal);
  const sound = leaves !== null && sealValue(part, seal) === seal.seal && seal.firstSeq > link.lastSeq;
  if (!sound) {
    const rest = leaves === null ? '; its rows cannot be proven' : '';
    report({ kind: 'SEAL_ALTERED', part, seal: seal.number, message: `seal ${seal.number} was altered${rest}` });
  }
  if (leaves !== null) await verifyRows(database, { part, seal, leaves, after: beginOf(link, seal) }, report);
  const lastSeq = sound ? seal.lastSeq : link.lastSeq;
  return { number: seal.number, lastSeq, seal: seal.seal, sound, rows: leaves?.size ?? 0 };
}

/** Follows the chain from its beginning up to a seal, and holds every row against it, in constant memory. */
export async function verifySeals(
  database: Database,
  proof: { readonly part: string; readonly upTo: number; readonly progress: (done: SealProgress) => void },
  report: ReportFinding,
): Promise<number> {
  let link: Link = { number: 0, lastSeq: BEFORE_ALL_ROWS, seal: GENESIS, sound: true };
  let rows = 0;
  while (link.number < proof.upTo) {
    const { number } = link;
    const page = await database.read((tx) => sealsAfter(tx, number, SEALS_A_PAGE));
    if (page.length === 0) break;
    for (const seal of page) {
      const proven = await verifySeal(database, { part: proof.part, link, seal }, report);
      link = proven;
      rows += proven.rows;
      proof.progress({ number: seal.number, rows });
    }
  }
  return rows;
}
