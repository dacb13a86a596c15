import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Logger } from '@countersign/platform';
import { csvFile } from './csv-file.ts';
import type { ExportDesk, ExportOwner, RedeemedExport } from './export-desk.ts';
import { exportHeaders } from './export-headers.ts';
import { type ExportPages, exportPages } from './export-pages.ts';
import type { DownloadPlace } from './open-downloads.ts';
import { xlsxFile } from './xlsx-file.ts';

/** One download under way. */
export interface Download {
  readonly digest: string;
  readonly order: RedeemedExport;
  readonly owner: ExportOwner;
  /** The owner as his credentials name him now; null when they no longer do. */
  again(): Promise<ExportOwner | null>;
  readonly place: DownloadPlace;
  readonly stalledMs: number;
}

/** A client must see that a file was cut short: what cannot go on ends without the mark of an end. */
function breakOffWhenStalled(reply: FastifyReply, file: Readable, ms: number): void {
  reply.raw.setTimeout(ms, () => void file.destroy(new Error('The client takes nothing.')));
}

/** Calls back once the answer is over, also when the client was gone before it began. */
function whenOver(reply: FastifyReply, over: () => void): void {
  if (reply.raw.destroyed) over();
  else reply.raw.once('close', over);
}

/**
 * Sends a file page by page as its client takes it. The first page is read before anything is answered, so that a refusal
 * is one; whatever goes wrong later breaks the connection off. How it ended is told once, when the answer is over.
 */
export async function sendExport(
  { desk, logger }: { readonly desk: ExportDesk; readonly logger: Logger },
  { digest, order, owner, again, place, stalledMs }: Download,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const underWay: { pages?: ExportPages; file?: Readable } = {};
  const tell = async (complete: boolean): Promise<void> => {
    const rows = underWay.pages?.rows ?? 0;
    try {
      await desk.ended(digest, { rows, complete });
    } catch (error) {
      logger.error({ err: error, rows, complete, report: order.report }, 'the end of an export was not recorded');
    } finally {
      place.leave();
    }
  };
  whenOver(reply, () => {
    underWay.file?.destroy();
    void tell(underWay.pages?.exhausted === true && reply.raw.writableFinished);
  });
  const pages = exportPages(desk, order, await desk.page(order, null, owner), again);
  const file = Readable.from(order.format === 'CSV' ? csvFile(pages) : xlsxFile(pages, order.report), {
    objectMode: false,
  });
  Object.assign(underWay, { pages, file });
  if (reply.raw.destroyed) file.destroy();
  place.carries(file);
  file.once('error', (error) =>
    logger.warn({ err: error, report: order.report, rows: pages.rows }, 'export broken off'),
  );
  breakOffWhenStalled(reply, file, stalledMs);
  return reply.headers(exportHeaders(order)).send(file);
}
