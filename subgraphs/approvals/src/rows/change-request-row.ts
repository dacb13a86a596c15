import { Fault, type NewRow } from '@countersign/platform';
import { isChangeKind } from '../change-request/change-kinds.ts';
import type { ChangeRequest, Decision, DecisionMethod, Ending } from '../change-request/change-request.ts';
import { type ChangeState, isOpen } from '../change-request/transitions.ts';

/** One row of `change_request` as a SELECT gives it. */
export interface ChangeRequestRow {
  readonly id: string;
  readonly kind: string;
  readonly state: ChangeState;
  readonly target_uuid: string;
  readonly target_user_id: string;
  readonly participant: string | null;
  readonly maker_uuid: string;
  readonly maker_user_id: string;
  readonly before_json: string;
  readonly after_json: string;
  readonly payload_json: string;
  readonly target_version: number;
  readonly digest: string;
  readonly warnings_json: string;
  readonly summary: string;
  readonly success_message: string;
  readonly submitted_at: number;
  readonly expires_at: number;
  readonly decided_at: number | null;
  readonly decider_uuid: string | null;
  readonly decider_user_id: string | null;
  readonly decision_method: DecisionMethod | null;
  readonly ending_code: string | null;
  readonly ending_message: string | null;
}

function decisionOf(row: ChangeRequestRow): Decision | null {
  if (row.decided_at === null) return null;
  const by = row.decider_uuid === null ? null : { uuid: row.decider_uuid, userId: row.decider_user_id ?? '' };
  return { by, at: new Date(row.decided_at), method: row.decision_method };
}

function endingOf({ ending_code, ending_message }: ChangeRequestRow): Ending | null {
  return ending_code === null ? null : { code: ending_code, message: ending_message ?? '' };
}

/** The request a row stands for. A kind of another release is a fault: this one cannot know what it means. */
export function asChangeRequest(row: ChangeRequestRow): ChangeRequest {
  if (!isChangeKind(row.kind))
    throw new Fault('UNKNOWN_CHANGE_KIND', 'This kind of change is not known here.', { detail: row.kind });
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    target: { uuid: row.target_uuid, userId: row.target_user_id },
    participant: row.participant,
    maker: { uuid: row.maker_uuid, userId: row.maker_user_id },
    before: JSON.parse(row.before_json) as unknown,
    after: JSON.parse(row.after_json) as unknown,
    payload: JSON.parse(row.payload_json) as unknown,
    version: Number(row.target_version),
    digest: row.digest,
    warnings: JSON.parse(row.warnings_json) as readonly string[],
    summary: row.summary,
    successMessage: row.success_message,
    submittedAt: new Date(row.submitted_at),
    expiresAt: new Date(row.expires_at),
    decision: decisionOf(row),
    ending: endingOf(row),
  };
}

/** The row of a request that is just submitted. */
export function asNewRow(request: ChangeRequest): NewRow {
  return {
    id: request.id,
    kind: request.kind,
    state: request.state,
    open_target: isOpen(request.state) ? request.target.uuid : null,
    target_uuid: request.target.uuid,
    target_user_id: request.target.userId,
    participant: request.participant,
    maker_uuid: request.maker.uuid,
    maker_user_id: request.maker.userId,
    before_json: JSON.stringify(request.before),
    after_json: JSON.stringify(request.after),
    payload_json: JSON.stringify(request.payload),
    target_version: request.version,
    digest: request.digest,
    warnings_json: JSON.stringify(request.warnings),
    summary: request.summary.slice(0, 500),
    success_message: request.successMessage.slice(0, 200),
    submitted_at: request.submittedAt.getTime(),
    expires_at: request.expiresAt.getTime(),
  };
}
