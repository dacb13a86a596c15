import type { RedeemedExport } from './export-desk.ts';

const TYPES = {
  CSV: 'text/csv; charset=utf-8; header=present',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A name that means the same to every file system and every header parser. */
function plainName({ fileName, format }: RedeemedExport): string {
  const extension = format.toLowerCase();
  const stem = fileName.replace(/\.[A-Za-z]+$/, '').replace(/[^A-Za-z0-9-]+/g, '_');
  return `${stem.slice(0, 80) || 'export'}.${extension}`;
}

/** Headers of a file: to be saved under its name, not shown, not kept, not gathered by a proxy. */
export function exportHeaders(order: RedeemedExport): Readonly<Record<string, string>> {
  return {
    'content-type': TYPES[order.format],
    'content-disposition': `attachment; filename="${plainName(order)}"`,
    'accept-ranges': 'none',
    'x-accel-buffering': 'no',
  };
}
