import { Fault, newId } from '@countersign/platform';
import type {
  ChangeKind,
  ChangeTarget,
  KindQuestion,
  ProposalRequest,
  ProposedEffect,
} from '../changes/change-kind.ts';
import type { Records } from '../changes/records.ts';
import { accepted, type Judged, type Refusal, refused } from '../refusal.ts';
import type { JudgedFile, ProposedRow } from './bulk-row.ts';
import { judgeLines } from './judge-lines.ts';
import { readBulkFile } from './read-bulk-file.ts';
import { rowKind } from './row-kinds.ts';

/** REFUSE_ALL and APPLY_VALID_ROWS are the maker's choice (W24); SHOW keeps the refused lines for a dry run. */
type ErrorRule = 'REFUSE_ALL' | 'APPLY_VALID_ROWS' | 'SHOW';

const LISTED = 5;

/** One line for each kind and type of target: enough to see whether a phase forbids all that the request holds. */
interface Example {
  readonly kind: string;
  readonly targetUuid: string;
  readonly payload: unknown;
}

/** The bulk request's own target, with the examples as they are now. */
interface BulkTarget extends ChangeTarget {
  readonly examples: readonly { readonly kind: string; readonly target: ChangeTarget; readonly payload: unknown }[];
}

function hasErrors({ refused: lines, rows }: JudgedFile): Refusal {
  const first = lines.slice(0, LISTED).map(({ line, userId, code }) => `line ${line} ${userId} ${code}`);
  const more = lines.length > LISTED ? ` and ${lines.length - LISTED} more` : '';
  const none = rows.length === 0 ? 'No line can be applied' : 'Lines with errors';
  return refused('BULK_HAS_ERRORS', `${none}: ${first.join(', ')}${more}. Correct the file and submit it again.`, {
    field: 'csv',
    details: { errors: lines.slice(0, LISTED) },
  }).refusal;
}

function examplesOf(rows: readonly ProposedRow[]): readonly Example[] {
  const oneEach = new Map<string, Example>();
  for (const { action, kind, targetUuid, payload } of rows)
    if (!oneEach.has(action)) oneEach.set(action, { kind, targetUuid, payload });
  return [...oneEach.values()];
}

function countsOf(rows: readonly ProposedRow[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { action } of rows) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

function readInput(input: Readonly<Record<string, unknown>>): { csv: string; onErrors: ErrorRule } | null {
  const { csv, onErrors, ...others } = input;
  const rules: readonly unknown[] = ['REFUSE_ALL', 'APPLY_VALID_ROWS', 'SHOW'];
  if (typeof csv !== 'string' || !rules.includes(onErrors) || Object.keys(others).length > 0) return null;
  return { csv, onErrors: onErrors as ErrorRule };
}

/** The tenant of all lines; null when the clearing house changes users of several. */
function tenantOf(rows: readonly ProposedRow[]): string | null {
  const tenants = new Set(rows.map(({ participant }) => participant));
  const [tenant = null] = tenants;
  return tenants.size === 1 ? tenant : null;
}

function targetOf(uuid: string, count: number, participant: string | null): ChangeTarget {
  const subject = count === 1 ? '1 user' : `${count} users`;
  return { uuid, subject, userId: null, participant, version: 0, profile: null };
}

async function propose(request: ProposalRequest): Promise<Judged<ProposedEffect>> {
  const input = readInput(request.input);
  if (input === null) return refused('INVALID_INPUT', 'Give the file as `csv` and what errors shall do as `onErrors`.');
  const lines = readBulkFile(input.csv);
  if (!lines.ok) return lines;
  const file = await judgeLines(request, lines.value);
  const { rows } = file;
  const isRefused = rows.length === 0 || (input.onErrors === 'REFUSE_ALL' && file.refused.length > 0);
  if (isRefused && input.onErrors !== 'SHOW') return { ok: false, refusal: hasErrors(file) };
  const uuid = newId();
  const participant = request.side === 'DA' ? request.maker.participant : tenantOf(rows);
  const counts = countsOf(rows);
  const target = targetOf(uuid, rows.length, participant);
  return accepted({
    target,
    targetKey: `bulk:${uuid}`,
    before: {},
    after: { lines: rows.length, actions: counts },
    payload: { participant, count: rows.length, examples: examplesOf(rows), ...file },
    // Approvals says how many lines are left out and carry a warning, once it knows whose users others hold.
    warnings: [],
    summary: `Bulk change of ${target.subject}: ${Object.entries(counts)
      .map(([action, count]) => `${count} ${action}`)
      .join(', ')}`,
  });
}

async function find(records: Records, targetUuid: string, payload: unknown): Promise<BulkTarget> {
  const { participant, count, examples } = payload as {
    readonly participant: string | null;
    readonly count: number;
    readonly examples: readonly Example[];
  };
  const found = await Promise.all(
    examples.map(async ({ kind, targetUuid: uuid, payload: of }) => {
      const target = await rowKind(kind).find(records, uuid, of);
      return target === null ? [] : [{ kind, target, payload: of }];
    }),
  );
  return { ...targetOf(targetUuid, count, participant), examples: found.flat() };
}

/** A phase that forbids everything in the file ends it; where it forbids some lines, those are refused one by one (W24). */
function permitted(question: KindQuestion): Refusal | null {
  const { examples } = question.target as BulkTarget;
  const refusals = (examples ?? []).map(({ kind, target, payload }) =>
    rowKind(kind).permitted({ ...question, target, payload }),
  );
  const isAllForbidden = refusals.length > 0 && refusals.every((each) => each?.code === 'PHASE_FORBIDS');
  return isAllForbidden ? (refusals[0] ?? null) : null;
}

/** Changes of many users in one request: each line is judged and applied as a change of its own (W24). */
export const bulkChange: ChangeKind = {
  kind: 'BULK_CHANGE',
  successMessage: 'The above user profiles are changed successfully',
  needsForm: true,
  propose,
  find,
  permitted,
  apply: () => Promise.reject(new Fault('UNKNOWN_CHANGE_KIND', 'The lines of a bulk change are applied one by one.')),
};
