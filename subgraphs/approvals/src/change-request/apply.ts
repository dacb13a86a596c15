import { applyBulk } from '../bulk/apply-bulk.ts';
import type { ApplyOutcome, DecidedChange } from '../ports/change-owner.ts';
import type { Parts } from '../ports/parts.ts';
import type { Move } from '../ports/unit-of-work.ts';
import { refuse } from '../refusal.ts';
import { newsOf } from './announce-change.ts';
import { auditBySystem } from './audit-of.ts';
import { changeKinds } from './change-kinds.ts';
import { type ChangeRequest, type Decision, type Party, deciderOf } from './change-request.ts';
import { isUnaltered } from './digest.ts';
import { loadRequest } from './load-request.ts';
import { after, moveRequest } from './move-request.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

type Agreed = ChangeRequest & { readonly decision: Decision & { readonly by: Party } };

function isAgreed(request: ChangeRequest): request is Agreed {
  return request.state === 'AUTHORISED' && deciderOf(request) !== null;
}

function asDecidedChange(request: Agreed): DecidedChange {
  const { id, kind, maker, target, payload, version, decision } = request;
  return {
    requestId: id,
    kind,
    makerUuid: maker.uuid,
    checkerUuid: decision.by.uuid,
    targetUuid: target.uuid,
    payload,
    version,
    decidedAt: decision.at,
  };
}

function moveFor(outcome: ApplyOutcome): Move {
  if (outcome.outcome === 'APPLIED') return { to: 'EXECUTED' };
  const { code, message } = outcome.refusal ?? {
    code: 'PROFILE_STALE',
    message: 'The profile was changed in the meantime. Look at it again and submit the change anew.',
  };
  return { to: 'STALE', ending: { code, message } };
}

async function settle(parts: Parts, request: Agreed, move: Move): Promise<ChangeRequest | null> {
  const at = parts.clock.now();
  const action = move.to === 'EXECUTED' ? 'change.executed' : 'change.stale';
  const code = move.ending?.code;
  const entry = auditBySystem(request, { at, action, outcome: 'SUCCESS', ...(code === undefined ? {} : { code }) });
  if (move.to !== 'EXECUTED' || move.ending !== undefined)
    return parts.store.change((unit) => moveRequest(unit, request, { ...move, at, entry }));
  const moved = after(request, move);
  const isMoved = await parts.store.step({ id: request.id, entry, events: newsOf(moved, at) });
  return isMoved ? moved : null;
}

/** Asks the owner to apply; null when its answer is unknown, so that the relay asks again with the same request id (M9). */
async function askOwner(parts: Parts, request: Agreed): Promise<Move | null> {
  if (!isUnaltered(request)) {
    const { code, message } = refuse('DIGEST_MISMATCH');
    return { to: 'STALE', ending: { code, message } };
  }
  try {
    if (request.kind === 'BULK_CHANGE') return await applyBulk(parts, request);
    return moveFor(await parts.owners[changeKinds[request.kind].owner].apply(asDecidedChange(request)));
  } catch (error) {
    parts.logger.warn(
      { requestId: request.id, err: error },
      'a decided change is not applied yet; it will be tried again',
    );
    return null;
  }
}

/** Brings an authorised request to its end, if the owner can be reached; the owner makes sure that it happens once (A2). */
export async function apply(parts: Parts, request: ChangeRequest): Promise<ChangeRequest> {
  if (!isAgreed(request)) return request;
  const move = await askOwner(parts, request);
  if (move === null) return request;
  return (await settle(parts, request, move)) ?? (await loadRequest(parts, request.id)) ?? request;
}

/** Applies what a decision agreed to and gives the answer for the screen; a refusal passes through. */
export async function applyDecided(parts: Parts, decided: Outcome): Promise<Outcome> {
  return 'refusal' in decided ? decided : outcomeOf(await apply(parts, decided.request));
}
