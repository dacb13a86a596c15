import type { SessionPrincipal } from '@countersign/platform';
import { announceChange } from '../change-request/announce-change.ts';
import { auditBy } from '../change-request/audit-of.ts';
import { type ChangeRequest, type Hold, isProfile } from '../change-request/change-request.ts';
import { hongKongTime } from '../change-request/hong-kong-time.ts';
import type { Outcome } from '../change-request/outcome.ts';
import { isCleared } from '../change-request/store-request.ts';
import { draft, noteRefusedSubmission } from '../change-request/submit.ts';
import type { Proposal } from '../ports/change-owner.ts';
import type { Parts } from '../ports/parts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type BulkRow, type ChangingRow, hasChange } from './bulk-row.ts';
import { describeRows } from './describe-rows.ts';
import { proposedRows } from './proposed-rows.ts';

/** A maker's file, and what its bad lines do to the good ones (W24). */
export interface BulkWish {
  readonly csv: string;
  readonly onErrors: 'REFUSE_ALL' | 'APPLY_VALID_ROWS';
  readonly formReference?: string | null;
  readonly breakGlassReason?: string | null;
}

const ACTION = 'change.submitted';
/** Others may take a target between the look and the write, but not for ever. */
const MOST_TRIES = 3;
const LISTED = 5;

function hasErrors(bad: readonly BulkRow[]): Refusal {
  const first = bad.slice(0, LISTED).map(({ line, userId, code }) => `line ${line} ${userId} ${code}`);
  const more = bad.length > LISTED ? ` and ${bad.length - LISTED} more` : '';
  const message = `Lines with errors: ${first.join(', ')}${more}. Correct the file and submit it again.`;
  return refuse('BULK_HAS_ERRORS', { message, field: 'csv' });
}

/** The requests that keep lines off their targets, by request; those that have lapsed are ended and left out. */
async function holders(
  unit: UnitOfWork,
  held: ReadonlyMap<string, string>,
  at: Date,
): Promise<ReadonlyMap<string, ChangeRequest>> {
  const found = new Map<string, ChangeRequest>();
  for (const id of new Set(held.values())) {
    const other = await unit.requests.find(id);
    if (other !== null && !(await isCleared(unit, other, at))) found.set(id, other);
  }
  return found;
}

/** A line whose target already has an open request is wrong by itself; the others are not (A2). */
async function withoutHeld(unit: UnitOfWork, rows: readonly BulkRow[], at: Date): Promise<readonly BulkRow[]> {
  const held = await unit.requests.heldTargets(rows.filter(hasChange).map(({ change }) => change.target.key));
  const inTheWay = await holders(unit, held, at);
  return rows.map((row) => {
    const other = row.change === null ? undefined : inTheWay.get(held.get(row.change.target.key) ?? '');
    if (other === undefined) return row;
    const since = hongKongTime(other.submittedAt);
    const message = `${other.maker.userId} has had a request open on ${row.userId} since ${since}. Decide or cancel that one first.`;
    return { ...row, change: null, state: 'INVALID', code: 'REQUEST_ALREADY_OPEN', message, field: 'userId' };
  });
}

function holdsOf(request: ChangeRequest, rows: readonly ChangingRow[]): readonly Hold[] {
  const own = { key: request.target.key, userId: null };
  const each = rows.map(({ change: { target } }) => ({
    key: target.key,
    userId: isProfile(target) ? target.userId : null,
  }));
  // In one order, so that two files never wait for each other.
  return [own, ...each.toSorted((one, other) => (one.key < other.key ? -1 : 1))];
}

/** Said of the lines as they are now: some may have been left out since Identity looked at them. */
function warningsOf(rows: readonly BulkRow[]): readonly string[] {
  const [invalid, warned] = [
    rows.filter(({ state }) => state === 'INVALID').length,
    rows.filter((row) => hasChange(row) && row.warnings.length > 0).length,
  ];
  return [
    ...(invalid === 0
      ? []
      : [`${invalid} ${invalid === 1 ? 'line' : 'lines'} of the file left out because of errors.`]),
    ...(warned === 0
      ? []
      : [`${warned} ${warned === 1 ? 'line carries' : 'lines carry'} a warning. Look before you decide.`]),
  ];
}

function requestOf(
  parts: Parts,
  session: SessionPrincipal,
  proposal: Proposal,
  rows: readonly BulkRow[],
): ChangeRequest {
  const after = describeRows(rows, null);
  const subject = after.lines === 1 ? '1 user' : `${after.lines} users`;
  const each = Object.entries(after.actions).map(([action, count]) => `${count} ${action}`);
  const summary = `Bulk change of ${subject}: ${each.join(', ')}`;
  const warnings = [...proposal.warnings, ...warningsOf(rows)];
  return draft(parts, session, 'BULK_CHANGE', { ...proposal, subject, summary, after, warnings });
}

async function tryToStore(unit: UnitOfWork, request: ChangeRequest, rows: readonly BulkRow[]): Promise<boolean> {
  if (!(await unit.requests.add(request, holdsOf(request, rows.filter(hasChange))))) return false;
  await unit.bulk.add(request.id, rows);
  return true;
}

/** Puts all good lines of a file before a checker as one request, or none of them: the maker's choice (W24). */
export async function submitBulk(parts: Parts, session: SessionPrincipal, wish: BulkWish): Promise<Outcome> {
  const answer = await parts.owners.identity.propose('BULK_CHANGE', session.profileUuid, wish);
  if ('refusal' in answer) {
    await noteRefusedSubmission(parts, session, 'bulk file', answer.refusal);
    return { refusal: answer.refusal };
  }
  const { rows: proposed, proposal } = proposedRows(answer.proposal);
  return parts.store.change(async (unit) => {
    const at = parts.clock.now();
    let request = requestOf(parts, session, proposal, proposed);
    let refusal = refuse('REQUEST_ALREADY_OPEN', { field: 'csv' });
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const rows = await withoutHeld(unit, proposed, at);
      const bad = rows.filter(({ state }) => state === 'INVALID');
      request = requestOf(parts, session, proposal, rows);
      if (bad.length === rows.length || (wish.onErrors === 'REFUSE_ALL' && bad.length > 0)) {
        refusal = hasErrors(bad);
        break;
      }
      if (await tryToStore(unit, request, rows)) {
        await unit.audit(auditBy(session, request, { at, action: ACTION, outcome: 'SUCCESS' }));
        await announceChange(unit, request, at);
        return { request };
      }
    }
    await unit.audit(auditBy(session, request, { at, action: ACTION, outcome: 'REFUSED', code: refusal.code }));
    return { refusal };
  });
}
