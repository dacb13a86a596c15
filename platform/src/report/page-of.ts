import type { ReportLine, ReportLines } from './report.ts';

/** A page from rows of which one too many were asked for: the surplus row only tells that there is a next page. */
export function pageOf<Row>(
  rows: readonly Row[],
  size: number,
  keyOf: (row: Row) => string,
  lineOf: (row: Row) => ReportLine,
): ReportLines {
  const kept = rows.length > size ? rows.slice(0, size) : rows;
  const last = kept.at(-1);
  return { lines: kept.map(lineOf), next: rows.length > size && last !== undefined ? keyOf(last) : null };
}
