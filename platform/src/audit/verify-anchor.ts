import type { Database } from '../database/database.ts';
import { query } from '../database/statement.ts';
import { anchorLines } from './anchor-lines.ts';
import type { AnchorLine } from './audit-anchor.ts';
import type { ReportFinding } from './audit-finding.ts';
import { TakenNumbers } from './taken-numbers.ts';

const LINES_A_PAGE = 500;
/** More disagreements than this are told at once instead of being weighed against later lines. */
const WEIGHED = 1_000;

/** What has been seen of a part's anchor lines so far. */
class Weighing {
  readonly #part: string;
  readonly #report: ReportFinding;
  readonly #other = new Set<number>();
  readonly #missing = { first: 0, last: 0, at: '' };
  readonly #lines = new TakenNumbers();
  matched = 0;

  constructor(part: string, report: ReportFinding) {
    this.#part = part;
    this.#report = report;
  }

  take({ number, seal, at }: AnchorLine, stored: string | undefined): void {
    this.#lines.take(number);
    if (stored === undefined) {
      const { first, last } = this.#missing;
      this.#missing.first = first === 0 ? number : Math.min(first, number);
      if (number > last) Object.assign(this.#missing, { last: number, at });
    } else if (stored !== seal) {
      if (this.#other.size < WEIGHED) this.#other.add(number);
      else this.#rewritten(number);
    } else {
      // The anchor knows another seal of this number as well: that one was replaced.
      if (this.#other.delete(number)) this.#rewritten(number);
      this.matched = Math.max(this.matched, number);
    }
  }

  #rewritten(number: number): void {
    const message = `seal ${number} is not the one that the anchor file knows: the chain was rewritten from there on`;
    this.#report({ kind: 'SEAL_REWRITTEN', part: this.#part, seal: number, message });
  }

  /** Every seal has a line from the first one on: those cut out are told from the lines that were added later. */
  #gaps(upTo: number): void {
    for (const { first, last: end } of this.#lines.gaps()) {
      const last = Math.min(end, upTo);
      if (first > last) continue;
      const which = first === last ? `seal ${first} has no line` : `seals ${first} to ${last} have no lines`;
      const message = `${which} in the anchor file, and later ones have: lines were removed, or could not be written then`;
      this.#report({ kind: 'ANCHOR_GAP', part: this.#part, seal: first, message });
    }
  }

  /** A seal stands for all before it: a line that disagrees before one that agrees is itself the altered one. */
  end(upTo: number): void {
    this.#gaps(upTo);
    for (const number of this.#other) {
      if (number > this.matched) this.#rewritten(number);
      else {
        const message = `the anchor file's line of seal ${number} was altered: a later line vouches for the seal`;
        this.#report({ kind: 'ANCHOR_ALTERED', part: this.#part, seal: number, message });
      }
    }
    const { first, last, at } = this.#missing;
    if (last === 0) return;
    const which = first === last ? `seal ${first} is` : `seals ${first} to ${last} are`;
    const message = `${which} gone: the anchor file knows seal ${last} of ${at}. Seals were deleted, and perhaps the rows they held`;
    this.#report({ kind: 'SEALS_MISSING', part: this.#part, seal: first, message });
  }
}

async function storedSeals(database: Database, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const marks = numbers.map(() => '?').join(', ');
  const rows = await database.read((tx) =>
    query<{ number: number; seal: string }>(
      tx,
      `SELECT number, seal FROM audit_seal WHERE number IN (${marks})`,
      numbers,
    ),
  );
  return new Map(rows.map((row) => [row.number, row.seal]));
}

/** Whose lines of which file are held against how many seals. */
export interface AnchorQuestion {
  readonly part: string;
  /** The parts that may share the file. */
  readonly parts: readonly string[];
  readonly path: string;
  /** The newest seal that is stored. */
  readonly upTo: number;
}

/** Why a line is none of any part's, or null. */
function strange(position: number, line: AnchorLine | null, parts: readonly string[]): string | null {
  if (line === null)
    return `line ${position} of the anchor file is none that a sealer writes: it was altered, or torn by a crash`;
  if (parts.includes(line.part)) return null;
  return `line ${position} of the anchor file names a part that there is not: it was altered`;
}

/** Holds each line of the anchor file against the seals. Gives the highest number that both know. */
export async function verifyAnchor(database: Database, anchor: AnchorQuestion, report: ReportFinding): Promise<number> {
  const weighing = new Weighing(anchor.part, report);
  let page: AnchorLine[] = [];
  const settle = async (): Promise<void> => {
    if (page.length === 0) return;
    const stored = await storedSeals(
      database,
      page.map((line) => line.number),
    );
    for (const line of page) weighing.take(line, stored.get(line.number));
    page = [];
  };
  for await (const { position, line } of anchorLines(anchor.path)) {
    const message = strange(position, line, anchor.parts);
    if (message !== null) report({ kind: 'ANCHOR_ALTERED', part: anchor.part, message });
    else if (line?.part === anchor.part) page.push(line);
    if (page.length === LINES_A_PAGE) await settle();
  }
  await settle();
  weighing.end(anchor.upTo);
  return weighing.matched;
}
