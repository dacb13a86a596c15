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

/** A request as the API shows it at an instant; `payload` and internal identities stay inside. */
export function shapeRequest(request: ChangeRequest, at: Date) {
  const { id, kind, before, after, digest, version, warnings, participant, submittedAt, expiresAt, summary, decision } =
    request;
  const state = stateAt(request, at);
  return {
    __typename: 'ChangeRequest' as const,
    id,
    kind,
    state,
    target: { __typename: 'UserProfile' as const, userId: request.target.userId },
    maker: request.maker.userId,
    checker: (decision?.method ?? null) === null ? null : (deciderOf(request)?.userId ?? null),
    before,
    after,
    digest,
    version,
    message: messageOf(request, at),
    summary,
    warnings,
    participant,
    submittedAt,
    expiresAt,
    decidedAt: decision?.at ?? (state === 'EXPIRED' ? expiresAt : null),
  };
}

/** The union member for what a verb came to. */
export function shapeOutcome(outcome: Outcome, at: Date) {
  return 'refusal' in outcome
    ? { __typename: 'ChangeRefused' as const, ...outcome.refusal }
    : shapeRequest(outcome.request, at);
}
