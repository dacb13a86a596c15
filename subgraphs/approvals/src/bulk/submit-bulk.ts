import type { SessionPrincipal } from '@countersign/platform';
import { announceChange } from '../change-request/announce-change.ts';
import { auditBy } from '../change-request/audit-of.ts';
import { type ChangeRequest, type Hold, isProfile } from '../change-request/change-request.ts';
import type { Outcome } from '../change-request/outcome.ts';
import { isCleared } from '../change-request/store-request.ts';
import { draft, noteRefusedSubmission } from '../change-request/submit.ts';
import type { Proposal } from '../ports/change-owner.ts';
import type { Parts } from '../ports/parts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type BulkRow, type ChangingRow, hasChange } from './bulk-row.ts';
import { describeRows } from './describe-rows.ts';
import { withoutHeld } from './held-rows.ts';
import { proposedRows } from './proposed-rows.ts';
import { summaryOf } from './summary-of.ts';

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
  const warnings = [...proposal.warnings, ...warningsOf(rows)];
  return draft(parts, session, 'BULK_CHANGE', { ...proposal, ...summaryOf(after), after, warnings });
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
      const rows = await withoutHeld(unit, proposed, (other) => isCleared(unit, other, at));
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
