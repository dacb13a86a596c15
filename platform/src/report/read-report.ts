import { Fault } from '../faults/fault.ts';
import type { SubgraphContext } from '../subgraph/subgraph.ts';
import type { Report, ReportCell, ReportLines } from './report.ts';
import { reportArgs } from './report-args.ts';
import { reportCursor, reportPosition } from './report-cursor.ts';
import type { ReportDesk, ReportSight } from './report-desk.ts';

/** What is asked of a report: its arguments as they came, and the page. */
export interface ReportQuestion {
  readonly args: unknown;
  readonly after: string | null | undefined;
  readonly size: number;
  readonly largest: number;
  readonly exported: boolean;
}

/** Reads one page of one report for the caller: input first, then the desk's judgement, then what the caller may see of it. */
export async function readReport<Reader, Kept extends Report<Reader>>(
  desk: ReportDesk<Reader, Kept>,
  report: Kept,
  question: ReportQuestion,
  context: SubgraphContext,
): Promise<ReportSight> {
  const { size, largest, exported } = question;
  if (!Number.isInteger(size) || size < 1 || size > largest) {
    throw new Fault('PAGE_TOO_LARGE', `A page of a report holds 1 to ${largest} rows. Ask for fewer.`, {
      publicDetails: { field: exported ? 'size' : 'first' },
    });
  }
  const args = reportArgs(report.args, question.args);
  const after = reportPosition(report.name, question.after);
  return desk.open(context, { report, args, exported, first: after === null }, async (reader) => {
    const found = await report.lines(reader, args, { after, size });
    return { ...seen(desk, report, reader, found), next: reportCursor(report.name, found.next) };
  });
}

/** Leaves out what this reader may not see; rows of a report that hides nothing from him go through untouched. */
function seen<Reader, Kept extends Report<Reader>>(
  desk: ReportDesk<Reader, Kept>,
  report: Kept,
  reader: Reader,
  found: ReportLines,
): Omit<ReportSight, 'next'> {
  const sights = report.columns.map((column) => desk.sight(reader, column));
  if (sights.every((sight) => sight === 'SHOWN')) return { columns: report.columns, lines: found.lines };
  const kept = sights.flatMap((sight, index) => (sight === 'ABSENT' ? [] : [index]));
  const cell = (value: ReportCell | undefined, index: number): ReportCell =>
    sights[index] === 'SHOWN' ? (value ?? null) : null;
  return {
    columns: report.columns.filter((_column, index) => sights[index] !== 'ABSENT'),
    lines: found.lines.map((line) => kept.map((index) => cell(line[index], index))),
  };
}
