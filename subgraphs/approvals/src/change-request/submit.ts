import type { SessionPrincipal } from '@countersign/platform';
import type { Proposal } from '../ports/change-owner.ts';
import type { Parts } from '../ports/parts.ts';
import type { Refusal } from '../refusal.ts';
import { type ChangeKind, changeKinds } from './change-kinds.ts';
import { type ChangeRequest, isProfile } from './change-request.ts';
import { digestOf } from './digest.ts';
import type { Outcome } from './outcome.ts';
import { storeRequest } from './store-request.ts';

/** A maker's wish: which kind of change, on whom, and what the owner of the data shall make of it. */
export interface Wish {
  readonly kind: ChangeKind;
  /** What the maker named, for the audit of a refusal. */
  readonly named: string;
  readonly input: unknown;
}

const ACTION = 'change.submitted';

/** The request that a proposal makes, before it is stored. */
export function draft(parts: Parts, session: SessionPrincipal, kind: ChangeKind, proposal: Proposal): ChangeRequest {
  return {
    ...proposal,
    id: parts.newId(),
    kind,
    state: 'SUBMITTED',
    maker: { uuid: session.profileUuid, userId: session.userId },
    digest: digestOf({ kind, ...proposal }),
    submittedAt: parts.clock.now(),
    decision: null,
    ending: null,
    isSoleDa: false,
  };
}

/** Asks the owner what the change comes to, and puts exactly that before a checker (W1, design.md 6). */
export async function submit(parts: Parts, session: SessionPrincipal, wish: Wish): Promise<Outcome> {
  const { kind } = wish;
  const answer = await parts.owners[changeKinds[kind].owner].propose(kind, session.profileUuid, wish.input);
  if ('proposal' in answer) {
    const request = draft(parts, session, kind, answer.proposal);
    const { target } = request;
    const hold = { key: target.key, userId: isProfile(target) ? target.userId : null };
    return storeRequest(parts, session, request, [hold]);
  }
  await noteRefusedSubmission(parts, session, wish.named, answer.refusal);
  return { refusal: answer.refusal };
}

/** Audits a submission that the owner refused: no request came of it. */
export async function noteRefusedSubmission(
  parts: Parts,
  session: SessionPrincipal,
  named: string,
  { code }: Refusal,
): Promise<void> {
  await parts.store.change((unit) =>
    unit.audit({
      at: parts.clock.now(),
      action: ACTION,
      outcome: 'REFUSED',
      code,
      actor: session.userId,
      actorUuid: session.profileUuid,
      participant: session.participant,
      target: named.trim().toUpperCase().slice(0, 40),
      sessionId: session.sessionId,
      sourceAddress: session.source.address,
    }),
  );
}
