import type { ReportCell } from './report.ts';

const OFFSET_MS = 8 * 3_600_000;

/** A cell as a file holds it: instants in Hong Kong time, yes and no as words, nothing as an empty text. */
export function printedCell(cell: ReportCell): string {
  if (typeof cell === 'string') return cell;
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'Yes' : 'No';
  if (typeof cell === 'number') return String(cell);
  return `${new Date(cell.getTime() + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')} HKT`;
}
