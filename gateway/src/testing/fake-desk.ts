import { DependencyUnavailable, Fault, sha256 } from '@countersign/platform';
import { type ExportDesk, type ExportOwner, type ExportPage, ownerUuidOf } from '../exports/export-desk.ts';

/** How a report of the fake desk behaves. */
export interface FakeReport {
  readonly rows: number;
  readonly pageSize?: number;
  readonly format?: 'CSV' | 'XLSX';
  readonly fileName?: string;
  /** Cells of a row instead of the usual ones. */
  row?(index: number): readonly string[];
  /** Looks at a page before it is given; what it throws is the answer. */
  before?(from: number): void | Promise<void>;
}

const COLUMNS = [
  { key: 'userId', title: 'User ID' },
  { key: 'name', title: 'Name' },
  { key: 'email', title: 'Email' },
];

/** A desk in memory: tickets are spent at once, pages are made as they are asked for, and everything is written down. */
export function fakeDesk() {
  const tickets = new Map<string, { readonly ownerUuid: string; readonly report: FakeReport }>();
  const reports = new Map<string, FakeReport>();
  const seen = {
    redeemed: 0,
    pages: [] as { readonly from: number; readonly owner: ExportOwner }[],
    ended: [] as { readonly rows: number; readonly complete: boolean }[],
  };
  let issued = 0;
  const usual = (index: number) => [`HKABC${index}`, `Chan Tai Man ${index}`, `user${index}@firm.example`];

  const desk: ExportDesk = {
    async redeem(digest, owner) {
      seen.redeemed += 1;
      const held = tickets.get(digest);
      if (held?.ownerUuid !== ownerUuidOf(owner)) return null;
      tickets.delete(digest);
      reports.set(digest, held.report);
      const { format = 'CSV', fileName = 'user-profile-listing-20260701-0900.csv' } = held.report;
      return { report: 'userProfileListing', part: 'identity', args: digest, format, fileName };
    },
    async page({ args }, after, owner): Promise<ExportPage> {
      const report = reports.get(String(args));
      if (!report) throw new DependencyUnavailable('identity');
      const from = Number(after ?? 0);
      seen.pages.push({ from, owner });
      await report.before?.(from);
      const to = Math.min(from + (report.pageSize ?? 1_000), report.rows);
      const rows = Array.from({ length: to - from }, (_, index) => (report.row ?? usual)(from + index));
      return { columns: COLUMNS, rows, next: to < report.rows ? String(to) : null };
    },
    ended: async (_, outcome) => void seen.ended.push(outcome),
  };
  return {
    desk,
    seen,
    /** Gives a ticket for a report to an owner. */
    issue(report: FakeReport, ownerUuid = 'P-U7'): string {
      const ticket = `t${String(++issued).padStart(42, '0')}`;
      tickets.set(sha256(ticket), { ownerUuid, report });
      return ticket;
    },
  };
}

/** A part's refusal in the middle of a file. */
export const rightsLost = (): never => {
  throw new Fault('NOT_PERMITTED', 'Your profile does not have the right for this function.');
};
