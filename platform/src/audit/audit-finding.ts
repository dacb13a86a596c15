/** What can be wrong with a sealed audit. */
export type AuditFindingKind =
  | 'ROW_ALTERED'
  | 'ROW_DELETED'
  | 'ROW_ADDED'
  | 'SEAL_ALTERED'
  | 'SEAL_REWRITTEN'
  | 'SEALS_MISSING'
  | 'CHAIN_BROKEN'
  | 'ANCHOR_ALTERED'
  | 'ANCHOR_BEHIND'
  | 'ANCHOR_GAP';

/** One broken thing, with a sentence that names it. */
export interface AuditFinding {
  readonly kind: AuditFindingKind;
  readonly part: string;
  readonly message: string;
  readonly seal?: number;
  readonly seq?: number;
}

/** Takes findings as they are met; none is kept, so a broken audit needs no more memory than a sound one. */
export type ReportFinding = (finding: AuditFinding) => void;
