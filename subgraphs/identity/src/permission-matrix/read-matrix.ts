import { Fault } from '@countersign/platform';
import { type MigrationPhase, migrationPhases } from '../migration-phase/migration-phase.ts';
import { type Action, actionBook, actions, type Side, sides, type Target } from './action-book.ts';
import type { MatrixRow, PermissionMatrix } from './matrix.ts';
import { permissionMatrix } from './permission-matrix.ts';

const COLUMNS = ['action', 'target', 'hands', ...migrationPhases, 'basis'] as const;
const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

/** One row, and everything that is wrong with it as a sentence each. */
class RowReader {
  readonly problems: string[] = [];
  readonly #name: string;
  readonly #cells: Readonly<Record<string, unknown>>;

  constructor(value: unknown, number: number) {
    const object = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.#cells = object ? (value as Record<string, unknown>) : {};
    this.#name = `Row ${number} (${text(this.#cells['action'])} on ${text(this.#cells['target'])})`;
    for (const column of Object.keys(this.#cells))
      if (!(COLUMNS as readonly string[]).includes(column)) this.#no(`has the unknown column "${column}"`);
  }

  #no(what: string): null {
    this.problems.push(`${this.#name} ${what}.`);
    return null;
  }

  #side(value: unknown, phase: MigrationPhase, among: readonly Side[]): Side | null {
    const side = sides.find((each) => each === value);
    if (side === undefined) return this.#no(`names the unknown side "${text(value)}" in ${phase}`);
    return among.includes(side) ? side : this.#no(`cannot name ${side} in ${phase}: only ${among.join(', ')}`);
  }

  #sidesIn(phase: MigrationPhase, among: readonly Side[]): readonly Side[] {
    const cell = this.#cells[phase];
    if (!Array.isArray(cell)) {
      this.#no(`lacks the phase ${phase}: a list of sides, empty for nobody`);
      return [];
    }
    const named = cell.map((value) => this.#side(value, phase, among)).filter((side) => side !== null);
    if (new Set(named).size < named.length) this.#no(`names one side twice in ${phase}`);
    return named;
  }

  read(): MatrixRow | null {
    const { action: wanted, target: on, hands, basis } = this.#cells;
    const action = actions.find((each) => each === wanted);
    if (action === undefined) return this.#no(`has the unknown action "${text(wanted)}"`);
    const book = actionBook[action];
    const target = (book.targets as readonly Target[]).find((each) => each === on);
    if (target === undefined) return this.#no(`has the target "${text(on)}": only ${book.targets.join(', ')} here`);
    if (hands !== book.hands) this.#no(`takes hands ${book.hands}, not "${text(hands)}"`);
    if (typeof basis !== 'string' || basis.trim() === '') this.#no('lacks its basis: where it comes from');
    const [pre, parallel, end] = migrationPhases.map((phase) => this.#sidesIn(phase, book.sides));
    if (this.problems.length > 0) return null;
    const cells = { PRE_PARALLEL: pre ?? [], PARALLEL: parallel ?? [], END: end ?? [] };
    return { action, target, hands: book.hands, sides: cells, basis: basis as string };
  }
}

function parsed(document: string): readonly unknown[] | null {
  try {
    const { rows } = JSON.parse(document) as { readonly rows?: unknown };
    return Array.isArray(rows) ? rows : null;
  } catch {
    return null;
  }
}

/** Rows that are there twice or not at all; a row left out would refuse without anybody having said so. */
function twiceOrMissing(rows: readonly MatrixRow[]): readonly string[] {
  const count = (action: Action, target: Target): number =>
    rows.filter((row) => row.action === action && row.target === target).length;
  return actions.flatMap((action) =>
    actionBook[action].targets.flatMap((target) => {
      const times = count(action, target);
      if (times > 1) return [`${action} on ${target} has ${times} rows.`];
      return times === 1 ? [] : [`${action} on ${target} has no row; to let nobody do it, give it empty lists.`];
    }),
  );
}

/** Reads a matrix from JSON and names all that is wrong with it; nothing starts on one that is not whole (A1). */
export function readMatrix(document: string, origin: string): PermissionMatrix {
  const values = parsed(document);
  if (values === null) throw refusedMatrix(origin, ['It must be a JSON object with the list "rows".']);
  const readers = values.map((value, index) => new RowReader(value, index + 1));
  const rows = readers.map((reader) => reader.read()).filter((row) => row !== null);
  const problems = readers.flatMap((reader) => reader.problems);
  // What is missing only matters, and can only be told, once every row could be read.
  const found = problems.length > 0 ? problems : twiceOrMissing(rows);
  if (found.length > 0) throw refusedMatrix(origin, found);
  return permissionMatrix(rows);
}

function refusedMatrix(origin: string, problems: readonly string[]): Fault {
  return new Fault('PERMISSION_MATRIX_INVALID', `The permission matrix ${origin} is wrong. ${problems.join(' ')}`);
}
