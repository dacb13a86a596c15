import {
  type Database,
  type SqlValue,
  type Transaction,
  execute,
  insertIfAbsent,
  marksFor,
  query,
} from '@countersign/platform';
import type { ChangeRequest } from '../change-request/change-request.ts';
import type { ChangeRequests, Waiting } from '../ports/unit-of-work.ts';
import { heldTargets, heldUserIds, holdTargets, releaseTargets } from './open-targets.ts';
import { type ChangeRequestRow, asChangeRequest, asNewRow } from './change-request-row.ts';
import { OPEN_AT, listChangeRequests } from './list-change-requests.ts';
import { finishChangeRequests, moveChangeRequest } from './move-change-request.ts';

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** The stored change requests as one transaction sees them. */
export function changeRequests(tx: Transaction, engine: Database['engine']): ChangeRequests {
  // A transaction of SQLite has the whole file for itself from its first statement on.
  const forUpdate = engine === 'mysql' ? ' FOR UPDATE' : '';
  const select = async (where: string, values: readonly SqlValue[]): Promise<readonly ChangeRequest[]> =>
    (await query<ChangeRequestRow>(tx, `SELECT * FROM change_request WHERE ${where}`, values)).map(asChangeRequest);
  const selectAll = async (ids: readonly string[], more: string): Promise<ReadonlyMap<string, ChangeRequest>> => {
    const { marks: idMarks, values } = marksFor(ids);
    return new Map((await select(`id IN (${idMarks})${more}`, values)).map((request) => [request.id, request]));
  };
  const find = async (id: string) => (await select('id = ?', [id]))[0] ?? null;

  /** The guard is the time it was due, so that two relays never take the same row for the same try. */
  async function claim(row: { id: string; apply_again_at: number }, again: Date): Promise<ChangeRequest | null> {
    const sql = `UPDATE change_request SET apply_again_at = ?, apply_tries = apply_tries + 1
      WHERE id = ? AND state = 'AUTHORISED' AND apply_again_at = ?`;
    const isTaken = (await execute(tx, sql, [again.getTime(), row.id, row.apply_again_at])) === 1;
    return isTaken ? find(row.id) : null;
  }

  return {
    find,
    async openOn(targetKey) {
      const holder = (await heldTargets(tx, [targetKey])).get(targetKey);
      return holder === undefined ? null : find(holder);
    },
    heldTargets: (keys) => heldTargets(tx, keys),
    releaseTargets: (requestId, keys) => releaseTargets(tx, requestId, keys),
    openMadeBy: (makerUuid, limit) =>
      select(`maker_uuid = ? AND state = 'SUBMITTED' ORDER BY id LIMIT ${Math.trunc(limit)}`, [makerUuid]),
    openOnFormer: (userId, livingUuid) =>
      select(`id IN (SELECT request_id FROM open_target WHERE user_id = ? AND target_key <> ?)`, [userId, livingUuid]),
    async add(request, holds) {
      if (!(await holdTargets(tx, request.id, holds))) return false;
      // The old unique column still speaks for instances of the former release.
      if (await insertIfAbsent(tx, 'change_request', asNewRow(request))) return true;
      await releaseTargets(tx, request.id);
      return false;
    },
    takeUndecided: (ids) => selectAll(ids, ` AND state = 'SUBMITTED' ORDER BY id${forUpdate}`),
    findAll: (ids) => selectAll(ids, ''),
    finish: (ids) => finishChangeRequests(tx, ids),
    move: (id, from, move) => moveChangeRequest(tx, id, from, move),
    undecidedAfter: (id, limit) =>
      select(`state = 'SUBMITTED' AND id > ? ORDER BY id LIMIT ${Math.trunc(limit)}`, [id]),
    async isAnyUntold(since) {
      const sql = `SELECT id FROM change_request WHERE state = 'SUBMITTED' AND waiting_told = 0 AND submitted_at <= ? LIMIT 1`;
      return (await query<{ id: string }>(tx, sql, [since.getTime()])).length > 0;
    },
    async takeUntold(since, at, limit) {
      const sql = `SELECT id, participant, expires_at FROM change_request
        WHERE state = 'SUBMITTED' AND waiting_told = 0 AND submitted_at <= ? ORDER BY submitted_at LIMIT ${Math.trunc(limit)}${forUpdate}`;
      const found = await query<Waiting & { expires_at: number }>(tx, sql, [since.getTime()]);
      if (found.length === 0) return [];
      const ids = found.map(({ id }) => id);
      await execute(tx, `UPDATE change_request SET waiting_told = 1 WHERE id IN (${marks(ids)})`, ids);
      return found.filter(({ expires_at }) => expires_at > at.getTime());
    },
    lapsed: (at, limit) =>
      select(`state = 'SUBMITTED' AND expires_at <= ? ORDER BY expires_at LIMIT ${Math.trunc(limit)}`, [at.getTime()]),
    async isAnyDue(at) {
      const sql = `SELECT id FROM change_request WHERE state = 'AUTHORISED' AND apply_again_at <= ? LIMIT 1`;
      return (await query<{ id: string }>(tx, sql, [at.getTime()])).length > 0;
    },
    async claimDue(at, again, limit) {
      const sql = `SELECT id, apply_again_at FROM change_request
        WHERE state = 'AUTHORISED' AND apply_again_at <= ? ORDER BY apply_again_at LIMIT ${Math.trunc(limit)}`;
      const due = await query<{ id: string; apply_again_at: number }>(tx, sql, [at.getTime()]);
      const claimed: ChangeRequest[] = [];
      for (const row of due) {
        const request = await claim(row, again);
        if (request !== null) claimed.push(request);
      }
      return claimed;
    },
    list: (wanted) => listChangeRequests(tx, wanted),
    async countOpen(participants, at) {
      const sql = `SELECT participant, COUNT(*) AS open FROM change_request
        WHERE participant IN (${marks(participants)}) AND ${OPEN_AT} GROUP BY participant`;
      const rows = await query<{ participant: string; open: number }>(tx, sql, [...participants, at.getTime()]);
      return new Map(rows.map(({ participant, open }) => [participant, Number(open)]));
    },
    async openOnUserIds(userIds, at) {
      const held = await heldUserIds(tx, userIds);
      const ids = [...new Set(held.values())];
      if (ids.length === 0) return new Map();
      const found = await select(`id IN (${marks(ids)}) AND ${OPEN_AT}`, [...ids, at.getTime()]);
      const byId = new Map(found.map((request) => [request.id, request]));
      return new Map(
        [...held].flatMap(([userId, id]) => {
          const request = byId.get(id);
          return request === undefined ? [] : [[userId, request] as const];
        }),
      );
    },
  };
}
