import { Fault, type NewRow } from '@countersign/platform';
import { isChangeKind } from '../change-request/change-kinds.ts';
import {
  type ChangeRequest,
  type ChangeTarget,
  type Decision,
  type DecisionMethod,
  type Ending,
  isProfile,
} from '../change-request/change-request.ts';
import { type ChangeState, isOpen } from '../change-request/transitions.ts';

/** One row of `change_request` as a SELECT gives it. */
export interface ChangeRequestRow {
  readonly id: string;
  readonly kind: string;
  readonly state: ChangeState;
  readonly target_uuid: string;
  readonly target_key: string | null;
  readonly target_user_id: string;
  readonly subject: string | null;
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
  readonly ending_reason: string | null;
  readonly form_reference: string | null;
  readonly break_glass_reason: string | null;
  readonly sole_da: number;
}

function decisionOf(row: ChangeRequestRow): Decision | null {
  if (row.decided_at === null) return null;
  const by = row.decider_uuid === null ? null : { uuid: row.decider_uuid, userId: row.decider_user_id ?? '' };
  return { by, at: new Date(row.decided_at), method: row.decision_method };
}

function endingOf({ ending_code, ending_message, ending_reason }: ChangeRequestRow): Ending | null {
  return ending_code === null ? null : { code: ending_code, message: ending_message ?? '', reason: ending_reason };
}

/** An empty user ID stands for none: the column is older than changes about anything but profiles. */
function targetOf({ target_key, target_uuid, target_user_id }: ChangeRequestRow): ChangeTarget {
  const userId = target_user_id === '' ? null : target_user_id;
  return { key: target_key ?? target_uuid, uuid: target_uuid, userId };
}

/** The request a row stands for. A kind of another release is a fault: this one cannot know what it means. */
export function asChangeRequest(row: ChangeRequestRow): ChangeRequest {
  if (!isChangeKind(row.kind))
    throw new Fault('UNKNOWN_CHANGE_KIND', 'This kind of change is not known here.', { detail: row.kind });
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    target: targetOf(row),
    subject: row.subject ?? row.target_user_id,
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
    formReference: row.form_reference,
    breakGlassReason: row.break_glass_reason,
    isSoleDa: Number(row.sole_da) === 1,
  };
}

/** The row of a request that is just submitted. */
export function asNewRow(request: ChangeRequest): NewRow {
  return {
    id: request.id,
    kind: request.kind,
    state: request.state,
    open_target: isOpen(request.state) && isProfile(request.target) ? request.target.uuid : null,
    target_key: request.target.key.slice(0, 190),
    target_uuid: request.target.uuid,
    target_user_id: request.target.userId ?? '',
    subject: request.subject.slice(0, 190),
    form_reference: request.formReference,
    break_glass_reason: request.breakGlassReason,
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
