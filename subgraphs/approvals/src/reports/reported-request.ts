import type { ReportCell, ReportColumn } from '@countersign/platform';
import { stateAt } from '../change-request/change-request.ts';
import type { ChangeState } from '../change-request/transitions.ts';
import type { RequestKey } from './request-key.ts';

/** What reports read of one request. */
export interface ReportedRequest extends RequestKey {
  readonly participant: string | null;
  readonly kind: string;
  readonly state: ChangeState;
  readonly subject: string | null;
  readonly target_user_id: string;
  readonly maker_user_id: string;
  readonly decider_user_id: string | null;
  readonly decision_method: string | null;
  readonly decided_at: number | null;
  readonly expires_at: number;
  readonly before_json: string;
  readonly after_json: string;
  readonly ending_code: string | null;
  readonly form_reference: string | null;
  readonly break_glass_reason: string | null;
  readonly sole_da: number;
}

/** Those columns, always all of them. */
export const REPORTED_COLUMNS = `r.id, r.submitted_at, r.participant, r.kind, r.state, r.subject, r.target_user_id, r.maker_user_id, r.decider_user_id,
  r.decision_method, r.decided_at, r.expires_at, r.before_json, r.after_json, r.ending_code, r.form_reference, r.break_glass_reason, r.sole_da`;

/** The columns with which every report of requests begins. */
export const openingColumns: readonly ReportColumn[] = [
  { key: 'submittedAt', title: 'Submitted' },
  { key: 'requestId', title: 'Request' },
  { key: 'participant', title: 'Participant' },
  { key: 'kind', title: 'Kind' },
  { key: 'subject', title: 'About' },
  { key: 'maker', title: 'Maker' },
];

/** Their cells. */
export function openingCells(request: ReportedRequest): readonly ReportCell[] {
  return [
    new Date(Number(request.submitted_at)),
    request.id,
    request.participant,
    request.kind,
    request.subject ?? request.target_user_id,
    request.maker_user_id,
  ];
}

/** The state that a reader is told now: what has lapsed reads EXPIRED at once (W2). */
export function outcomeOf({ state, expires_at: expiresAt }: ReportedRequest, at: Date): ChangeState {
  return stateAt({ state, expiresAt: new Date(Number(expiresAt)) }, at);
}

/** Who decided, and when; the checker stays empty where time or a failed proof ended the request. */
export function decisionCells(request: ReportedRequest): readonly [checker: string | null, decidedAt: Date | null] {
  const { decision_method: method, decider_user_id: decider, decided_at: at } = request;
  return [method === null ? null : decider, at === null ? null : new Date(Number(at))];
}
