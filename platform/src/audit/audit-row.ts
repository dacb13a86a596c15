/** Every column of an audit row in the order in which a leaf takes them. A new column needs a new form of leaf. */
export const AUDIT_COLUMNS = [
  'seq',
  'at',
  'action',
  'outcome',
  'actor',
  'actor_uuid',
  'participant',
  'target',
  'target_uuid',
  'request_id',
  'flow_id',
  'session_id',
  'source_address',
  'code',
  'before_json',
  'after_json',
] as const;

/** An audit row as it is stored. */
export interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  readonly outcome: string;
  readonly actor: string;
  readonly actor_uuid: string | null;
  readonly participant: string | null;
  readonly target: string | null;
  readonly target_uuid: string | null;
  readonly request_id: string | null;
  readonly flow_id: string | null;
  readonly session_id: string | null;
  readonly source_address: string | null;
  readonly code: string | null;
  readonly before_json: string | null;
  readonly after_json: string | null;
}
