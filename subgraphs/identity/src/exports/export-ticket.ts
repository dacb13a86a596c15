import type { ReportArgs } from '@countersign/platform';
import { formatFileInstant } from './file-instant.ts';
import { enumNameOf, type ReportName } from './report-book.ts';

/** How long a ticket waits for its download. */
export const TICKET_LIFE_MS = 5 * 60_000;
/** How many unredeemed tickets one owner may hold. */
export const MOST_TICKETS = 5;

/** What the file will be. */
export type ExportFormat = 'CSV' | 'XLSX';

/** One download that somebody may fetch once. The ticket itself is stored nowhere, only its digest. */
export interface ExportOrder {
  readonly report: ReportName;
  readonly args: ReportArgs;
  readonly format: ExportFormat;
}

/** Whose ticket it is: a person or a service account. */
export interface TicketOwner {
  readonly uuid: string;
  readonly name: string;
  readonly participant: string | null;
}

/** `user-profile-listing-20261122-1504.csv`: what it is and when it was taken, in Hong Kong time. */
export function fileNameOf({ report, format }: Pick<ExportOrder, 'report' | 'format'>, at: Date): string {
  const name = enumNameOf(report).toLowerCase().replaceAll('_', '-');
  return `${name}-${formatFileInstant(at)}.${format.toLowerCase()}`;
}
