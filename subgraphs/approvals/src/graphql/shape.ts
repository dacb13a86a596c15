import { type ChangeRequest, stateAt } from '../change-request/change-request.ts';
import { messageOf } from '../change-request/message-of.ts';
import type { Outcome } from '../change-request/outcome.ts';
import type { ChangeState } from '../change-request/transitions.ts';
import type { View } from './view.ts';

/** The fields that would change without their values; approvals knows no field, so it hides all of them alike (A1). */
function hidden(values: unknown): Readonly<Record<string, null>> {
  return Object.fromEntries(Object.keys(values ?? {}).map((field) => [field, null]));
}

/** One side of a change without the fields that nobody is shown any more (W21). */
function without(fields: readonly string[], values: unknown): unknown {
  if (fields.length === 0 || typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field)));
}

/** One side of a change as somebody may see it: the names of the fields always, their values with the full view only (A1). */
export function sideFor(view: View | null, values: unknown): unknown {
  const shown = without(view?.hiddenFields ?? [], values);
  return view?.isFull === true ? shown : hidden(shown);
}

/** A request as somebody may see it (A1, W21). */
export function shapeFor(view: View | null, request: ChangeRequest, at: Date) {
  const shape = shapeRequest(request, at);
  return { ...shape, before: sideFor(view, shape.before), after: sideFor(view, shape.after) };
}

/** What is shown as it is stored; `payload` and internal identities stay inside. */
function only(request: ChangeRequest) {
  const { id, kind, subject, before, after, digest, version, summary, warnings, participant } = request;
  const { formReference, breakGlassReason, submittedAt, expiresAt } = request;
  const shown = { id, kind, subject, before, after, digest, version, summary, warnings, participant };
  return { ...shown, formReference, breakGlassReason, submittedAt, expiresAt };
}

/** Shown with whatever one person made and decided. */
const SOLE_DA = 'Made and decided by one person, under a sole-administrator waiver of the clearing house.';

const UNDECIDED = { by: null, at: null, method: null };

/** Who decided, how and when; the method stays empty where time or a failed proof ended the request. */
function decided({ decision, expiresAt }: ChangeRequest, state: ChangeState) {
  const { method, at, by } = decision ?? UNDECIDED;
  const checker = method === null ? null : by;
  return { method, checker: checker?.userId ?? null, decidedAt: state === 'EXPIRED' ? (at ?? expiresAt) : at };
}

/** What the checker wrote, else the sentence that ended it. */
function reasonOf({ ending }: ChangeRequest): string | null {
  return ending?.reason ?? ending?.message ?? null;
}

/** A request as the API shows it at an instant. */
export function shapeRequest(request: ChangeRequest, at: Date) {
  const { userId, uuid } = request.target;
  const state = stateAt(request, at);
  return {
    __typename: 'ChangeRequest' as const,
    ...only(request),
    ...decided(request, state),
    state,
    reason: reasonOf(request),
    target: userId === null ? null : { __typename: 'UserProfile' as const, userId },
    /** Whom the request was about, whoever has the user ID now; not in the API. */
    targetUuid: uuid,
    maker: request.maker.userId,
    message: messageOf(request, at),
    soleDa: request.isSoleDa,
    warnings: request.isSoleDa ? [...request.warnings, SOLE_DA] : request.warnings,
  };
}

/** The union member for what a verb came to. */
export function shapeOutcome(outcome: Outcome, at: Date) {
  return 'refusal' in outcome
    ? { __typename: 'ChangeRefused' as const, ...outcome.refusal }
    : shapeRequest(outcome.request, at);
}
