import { writeXlsxStream } from 'hucre/xlsx';
import type { ExportPage } from './export-desk.ts';

/** Excel cuts no cell by itself: it refuses the file. */
const LONGEST_CELL = 32_767;
/** In the format these seven characters stand for one: the underscore is written so itself. */
const ESCAPE_LIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;

/** A cell of text, which no spreadsheet computes; nothing for an empty one. */
function textCell(cell: string): string | null {
  if (cell === '') return null;
  const whole = cell.length > LONGEST_CELL ? `${cell.slice(0, LONGEST_CELL - 1)}…` : cell;
  return whole.replace(ESCAPE_LIKE, '_x005F_');
}

async function* rowsOf(first: ExportPage, rest: AsyncIterator<ExportPage>): AsyncGenerator<(string | null)[]> {
  try {
    for (let page: ExportPage | undefined = first; page;) {
      for (const row of page.rows) yield row.map(textCell);
      const next: IteratorResult<ExportPage> = await rest.next();
      page = next.done === true ? undefined : next.value;
    }
  } finally {
    await rest.return?.();
  }
}

/** A report as XLSX, its header row first and again on each further sheet; what was written is not kept. */
export async function* xlsxFile(pages: AsyncIterable<ExportPage>, name: string): AsyncGenerator<Uint8Array> {
  const rest = pages[Symbol.asyncIterator]();
  const first = await rest.next();
  if (first.done === true) return;
  const columns = first.value.columns.map(({ title }) => ({ header: title }));
  yield* writeXlsxStream(rowsOf(first.value, rest), {
    name: name.slice(0, 28),
    columns,
    freezePane: { rows: 1 },
    zip64: true,
  });
}
