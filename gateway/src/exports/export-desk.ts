import type { ServiceAccountPrincipal, SessionPrincipal } from '@countersign/platform';

/** Whose ticket it can be: a person in his session, or a service account. */
export type ExportOwner = SessionPrincipal | ServiceAccountPrincipal;

/** What a redeemed ticket stands for. */
export interface RedeemedExport {
  readonly report: string;
  /** The part that keeps the report. */
  readonly part: string;
  readonly args: unknown;
  readonly format: 'CSV' | 'XLSX';
  readonly fileName: string;
}

/** Rows of a report as they are printed, and the position behind them when more follow. */
export interface ExportPage {
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  readonly rows: readonly (readonly string[])[];
  readonly next: string | null;
}

/** Where the door gets files from. Every method throws a Fault when it cannot answer. */
export interface ExportDesk {
  /** Spends a ticket; null when it is unknown, used, expired or not this owner's, which nobody is told apart. */
  redeem(ticketDigest: string, owner: ExportOwner): Promise<RedeemedExport | null>;
  /** One page, read as its owner with the rights he has now. */
  page(order: RedeemedExport, after: string | null, owner: ExportOwner): Promise<ExportPage>;
  /** Says how it went, for the audit. */
  ended(ticketDigest: string, outcome: { readonly rows: number; readonly complete: boolean }): Promise<void>;
}

/** The one who holds a ticket, by the name under which it was given to him. */
export function ownerUuidOf(owner: ExportOwner): string {
  return owner.kind === 'session' ? owner.profileUuid : owner.accountId;
}
