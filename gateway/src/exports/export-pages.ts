import { Fault } from '@countersign/platform';
import type { ExportDesk, ExportOwner, ExportPage, RedeemedExport } from './export-desk.ts';

/** The pages of one file, and how far they have come. */
export interface ExportPages extends AsyncIterable<ExportPage> {
  readonly rows: number;
  /** True once the last page has been given. */
  readonly exhausted: boolean;
}

const headings = ({ columns }: ExportPage): string => JSON.stringify(columns.map(({ key }) => key));

/**
 * Fetches one page after the other, each only when the former was taken. Before each the owner is looked up again: with his
 * session his file ends (S3). A page that shows other columns than the first would make a file of two halves, so it is refused.
 */
export function exportPages(
  desk: Pick<ExportDesk, 'page'>,
  order: RedeemedExport,
  first: ExportPage,
  again: () => Promise<ExportOwner | null>,
): ExportPages {
  const progress = { rows: 0, exhausted: false };
  const fetch = async (after: string): Promise<ExportPage> => {
    const owner = await again();
    if (owner === null) throw new Fault('UNAUTHENTICATED', 'The session is over.');
    const page = await desk.page(order, after, owner);
    if (headings(page) !== headings(first)) throw new Fault('FORBIDDEN', 'The columns changed on the way.');
    return page;
  };
  return {
    get rows() {
      return progress.rows;
    },
    get exhausted() {
      return progress.exhausted;
    },
    async *[Symbol.asyncIterator]() {
      for (let page = first; ; page = await fetch(page.next)) {
        yield page;
        progress.rows += page.rows.length;
        if (page.next === null) break;
      }
      progress.exhausted = true;
    },
  };
}
