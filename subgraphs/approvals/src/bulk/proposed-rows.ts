import type { Proposal } from '../ports/change-owner.ts';
import type { BulkRow } from './bulk-row.ts';

/** A good line as Identity proposes it. */
interface ProposedRow {
  readonly line: number;
  readonly action: string;
  readonly kind: string;
  readonly userId: string;
  readonly targetKey: string;
  readonly targetUuid: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly payload: unknown;
  readonly version: number;
  readonly warnings: readonly string[];
}

/** A bad line as Identity refuses it. */
interface RefusedRow {
  readonly line: number;
  readonly action: string;
  readonly userId: string;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

const unsettled = { struckBy: null, appliedAt: null } as const;

function good(row: ProposedRow): BulkRow {
  const { line, action, kind, userId, targetKey, targetUuid, before, after, payload, version, warnings } = row;
  const target = { key: targetKey, uuid: targetUuid, userId };
  const change = { kind, target, before, after, payload, version };
  return {
    ...unsettled,
    line,
    action,
    userId,
    change,
    warnings,
    state: 'PENDING',
    code: null,
    message: null,
    field: null,
  };
}

const bad = (row: RefusedRow): BulkRow => ({ ...unsettled, ...row, change: null, warnings: [], state: 'INVALID' });

/** Parts Identity's answer into the lines, which have a table of their own, and the request without them. */
export function proposedRows(proposal: Proposal): { readonly rows: readonly BulkRow[]; readonly proposal: Proposal } {
  const { rows, refused, ...payload } = proposal.payload as {
    readonly rows: readonly ProposedRow[];
    readonly refused: readonly RefusedRow[];
  };
  const inOrder = [...rows.map(good), ...refused.map(bad)].toSorted((one, other) => one.line - other.line);
  return { rows: inOrder, proposal: { ...proposal, payload } };
}
