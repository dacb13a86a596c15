import { type ChangeRequest, deciderOf, stateAt } from '../change-request/change-request.ts';
import { messageOf } from '../change-request/message-of.ts';
import type { Outcome } from '../change-request/outcome.ts';
import type { View } from './view.ts';

/** The fields that would change without their values; approvals knows no field, so it hides all of them alike (A1). */
function hidden(values: unknown): Readonly<Record<string, null>> {
  return Object.fromEntries(Object.keys(values ?? {}).map((field) => [field, null]));
}

/** A request as somebody may see it: the names of the fields always, their values with the full view only (A1). */
export function shapeFor(view: View, request: ChangeRequest, at: Date) {
  const shape = shapeRequest(request, at);
  return view.isFull ? shape : { ...shape, before: hidden(shape.before), after: hidden(shape.after) };
}

/** What is shown as it is stored; `payload` and internal identities stay inside. */
function only(request: ChangeRequest) {
  const { id, kind, subject, before, after, digest, version, summary, warnings, participant } = request;
  const { formReference, breakGlassReason, submittedAt, expiresAt } = request;
  const shown = { id, kind, subject, before, after, digest, version, summary, warnings, participant };
  return { ...shown, formReference, breakGlassReason, submittedAt, expiresAt };
}

/** A request as the API shows it at an instant. */
export function shapeRequest(request: ChangeRequest, at: Date) {
  const { target, decision, ending, isSoleDa } = request;
  const state = stateAt(request, at);
  return {
    __typename: 'ChangeRequest' as const,
    ...only(request),
    state,
    target: target.userId === null ? null : { __typename: 'UserProfile' as const, userId: target.userId },
    maker: request.maker.userId,
    checker: (decision?.method ?? null) === null ? null : (deciderOf(request)?.userId ?? null),
    method: decision?.method ?? null,
    message: messageOf(request, at),
    reason: ending?.reason ?? ending?.message ?? null,
    soleDa: isSoleDa,
    decidedAt: decision?.at ?? (state === 'EXPIRED' ? request.expiresAt : null),
  };
}

/** The union member for what a verb came to. */
export function shapeOutcome(outcome: Outcome, at: Date) {
  return 'refusal' in outcome
    ? { __typename: 'ChangeRefused' as const, ...outcome.refusal }
    : shapeRequest(outcome.request, at);
}
