import type { SessionPrincipal } from '@countersign/platform';
import type { Proposal } from '../ports/change-owner.ts';
import type { Parts } from '../ports/parts.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { auditBy } from './audit-of.ts';
import { type ChangeKind, changeKinds } from './change-kinds.ts';
import type { ChangeRequest } from './change-request.ts';
import { digestOf } from './digest.ts';
import { expire } from './expire.ts';
import { hongKongTime } from './hong-kong-time.ts';
import type { Outcome } from './outcome.ts';

/** A maker's wish: which kind of change, on whom, and what the owner of the data shall make of it. */
export interface Wish {
  readonly kind: ChangeKind;
  readonly targetUserId: string;
  readonly input: unknown;
}

const ACTION = 'change.submitted';
/** A lapsed request in the way is ended and the place tried again; others may be faster, but not for ever. */
const MOST_TRIES = 3;

function draft(parts: Parts, session: SessionPrincipal, kind: ChangeKind, proposal: Proposal): ChangeRequest {
  const { target, before, after, payload, version } = proposal;
  return {
    ...proposal,
    id: parts.newId(),
    kind,
    state: 'SUBMITTED',
    maker: { uuid: session.profileUuid, userId: session.userId },
    digest: digestOf({ kind, target, before, after, payload, version }),
    submittedAt: parts.clock.now(),
    decision: null,
    ending: null,
  };
}

function alreadyOpen(other: ChangeRequest | null): Refusal {
  if (other === null) return refuse('REQUEST_ALREADY_OPEN', { field: 'userId' });
  const since = hongKongTime(other.submittedAt);
  const message = `${other.maker.userId} has had a request open on ${other.target.userId} since ${since}. Decide or cancel that one first.`;
  return refuse('REQUEST_ALREADY_OPEN', { message, field: 'userId' });
}

/** Stores the request with its audit row, unless its target already has one that is open. */
function store(parts: Parts, session: SessionPrincipal, request: ChangeRequest): Promise<Outcome> {
  const at = request.submittedAt;
  return parts.store.change(async (unit) => {
    let other: ChangeRequest | null = null;
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      if (await unit.requests.add(request)) {
        await unit.audit(auditBy(session, request, { at, action: ACTION, outcome: 'SUCCESS' }));
        return { request };
      }
      other = await unit.requests.openOn(request.target.uuid);
      if (other !== null && !(await expire(unit, other, at))) break;
    }
    await unit.audit(
      auditBy(session, request, { at, action: ACTION, outcome: 'REFUSED', code: 'REQUEST_ALREADY_OPEN' }),
    );
    return { refusal: alreadyOpen(other) };
  });
}

/** Asks the owner what the change comes to, and puts exactly that before a checker (W1, design.md 6). */
export async function submit(parts: Parts, session: SessionPrincipal, wish: Wish): Promise<Outcome> {
  const { kind } = wish;
  const answer = await parts.owners[changeKinds[kind].owner].propose(kind, session.profileUuid, wish.input);
  if ('proposal' in answer) return store(parts, session, draft(parts, session, kind, answer.proposal));
  const { refusal } = answer;
  await parts.store.change((unit) =>
    unit.audit({
      at: parts.clock.now(),
      action: ACTION,
      outcome: 'REFUSED',
      code: refusal.code,
      actor: session.userId,
      actorUuid: session.profileUuid,
      participant: session.participant,
      target: wish.targetUserId.trim().toUpperCase().slice(0, 16),
      sessionId: session.sessionId,
      sourceAddress: session.source.address,
    }),
  );
  return { refusal };
}
