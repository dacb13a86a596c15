import { type SqlValue, type Transaction, execute, marksFor } from '@countersign/platform';
import type { Decision, Ending } from '../change-request/change-request.ts';
import { type ChangeState, allows, isOpen } from '../change-request/transitions.ts';
import type { Move } from '../ports/unit-of-work.ts';
import { releaseTargets } from './open-targets.ts';

function decisionColumns({ at, by, method, isSoleDa }: Decision): Record<string, SqlValue> {
  return {
    decided_at: at.getTime(),
    decider_uuid: by?.uuid ?? null,
    decider_user_id: by?.userId ?? null,
    decision_method: method,
    ...(isSoleDa === true ? { sole_da: 1 } : {}),
  };
}

function endingColumns({ code, message, reason }: Ending): Record<string, SqlValue> {
  return { ending_code: code, ending_message: message.slice(0, 1_000), ending_reason: reason ?? null };
}

/**
 * Changes the state of one request. Its guard is the state it leaves, so that of any number of callers exactly one
 * wins (M1, M2); a move the table does not allow is a fault of the caller.
 */
export async function moveChangeRequest(tx: Transaction, id: string, from: ChangeState, move: Move): Promise<boolean> {
  const { to, decision, ending, applyAgainAt } = move;
  if (!allows(from, to)) throw new Error(`A change request never moves from ${from} to ${to}.`);
  const values: Record<string, SqlValue> = {
    state: to,
    apply_again_at: applyAgainAt?.getTime() ?? null,
    ...(isOpen(to) ? {} : { open_target: null }),
    ...(decision === undefined ? {} : decisionColumns(decision)),
    ...(ending === undefined ? {} : endingColumns(ending)),
  };
  const columns = Object.keys(values).map((column) => `${column} = ?`);
  const sql = `UPDATE change_request SET ${columns.join(', ')} WHERE id = ? AND state = ?`;
  const isWon = (await execute(tx, sql, [...Object.values(values), id, from])) === 1;
  if (isWon && !isOpen(to)) await releaseTargets(tx, id);
  return isWon;
}

/** The same guard for several that were applied: false unless every one of them was still AUTHORISED (M1, M2). */
export async function finishChangeRequests(tx: Transaction, ids: readonly string[]): Promise<boolean> {
  const { marks, values } = marksFor(ids);
  const sql = `UPDATE change_request SET state = 'EXECUTED', apply_again_at = NULL, open_target = NULL
    WHERE id IN (${marks}) AND state = 'AUTHORISED'`;
  if ((await execute(tx, sql, values)) !== ids.length) return false;
  await execute(tx, `DELETE FROM open_target WHERE request_id IN (${marks})`, values);
  return true;
}
