import {
  type ApplyOutcome,
  applyOnce,
  appliedChangesIn,
  type DecidedChange,
  type Refusal,
} from '@countersign/change-owner';
import type { Transaction } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import { addNotice } from '../notification/add-notice.ts';
import { pairTexts } from '../notification/pair-texts.ts';
import type { Parts } from '../parts.ts';
import type { Administrator } from '../people.ts';
import { endSessionsOf } from '../session/end-session.ts';
import { accountChangeKind } from './account-change-kinds.ts';
import { auditAccountChange } from './audit-account-change.ts';
import type { ChangePeople } from './change-people.ts';
import { checkAccountDecision } from './check-account-decision.ts';
import { breakGlassReasonIn, seenIn } from './seen-account.ts';

const stale: Refusal = { code: 'PROFILE_STALE', message: errorCodes.PROFILE_STALE };

/**
 * Applies a decided change to an account once, with its audit, its notices and its outcome in one transaction. The pair is
 * judged by Identity just before; the account's own state is guarded by the writing statement itself (M6, M9).
 */
export async function applyAccountChange(parts: Parts, change: DecidedChange): Promise<ApplyOutcome> {
  const refusal = await checkAccountDecision(parts, change, change.decidedAt);
  const [maker, checker, target] = await Promise.all(
    [change.makerUuid, change.checkerUuid, change.targetUuid].map((uuid) => parts.people.byUuid(uuid)),
  );
  const people: ChangePeople = { maker: maker ?? null, checker: checker ?? null, target: target ?? null };
  const told = refusal === null ? await watchers(parts, change, people) : [];
  const now = parts.clock.now();
  const outcome = await parts.database.transaction((tx) =>
    applyOnce(appliedChangesIn(tx), change, now, () => settle(parts, { tx, change, people, refusal, told, now })),
  );
  parts.pokeNotices();
  return outcome;
}

interface Settling {
  readonly tx: Transaction;
  readonly change: DecidedChange;
  readonly people: ChangePeople;
  readonly refusal: Refusal | null;
  readonly told: readonly Administrator[];
  readonly now: Date;
}

async function settle(parts: Parts, settling: Settling): Promise<ApplyOutcome> {
  const { tx, change, people, now } = settling;
  const refusal = settling.refusal ?? (await effect(parts, settling));
  await auditAccountChange(tx, { change, people, now, code: refusal?.code ?? null });
  if (refusal === null) return { outcome: 'APPLIED', refusal, appliedAt: now, version: change.version };
  return { outcome: refusal.code === 'PROFILE_STALE' ? 'STALE' : 'REFUSED', refusal, appliedAt: null, version: null };
}

async function effect(parts: Parts, { tx, change, people, told, now }: Settling): Promise<Refusal | null> {
  const kind = accountChangeKind(change.kind);
  const { target } = people;
  if (target === null) return stale;
  const { requestId, makerUuid, payload } = change;
  if (!(await kind.apply({ parts, tx, requestId, makerUuid, target, seen: seenIn(payload), now }))) return stale;
  if (kind.endsSessions !== null) await endSessionsOf(tx, target.profileUuid, kind.endsSessions, now.getTime());
  await addNotice(tx, { to: target.email, ...kind.notice(target.userId, now), at: now });
  for (const { email, userId } of told)
    await addNotice(tx, { to: email, ...pairTexts.brokenGlass(userId, target.userId, now), at: now });
  return null;
}

/** The participant's administrators hear of every change that the clearing house makes against the matrix (A3). */
async function watchers(
  parts: Parts,
  { payload }: DecidedChange,
  { target }: ChangePeople,
): Promise<readonly Administrator[]> {
  const participant = target?.participant ?? null;
  if (participant === null || breakGlassReasonIn(payload) === null) return [];
  return parts.people.administratorsOf(participant);
}
