import { Fault } from '../faults/fault.ts';
import type { SchemaModule } from '../subgraph/federated-schema.ts';
import { JsonScalar } from '../subgraph/json-scalar.ts';
import { LocalDateScalar } from '../subgraph/local-date-scalar.ts';
import { requireSessionOrAccount } from '../subgraph/require-principal.ts';
import type { SubgraphContext } from '../subgraph/subgraph.ts';
import { printedCell } from './printed-cell.ts';
import { readReport } from './read-report.ts';
import type { Report } from './report.ts';
import type { ReportDesk, ReportSight } from './report-desk.ts';
import { reportSdl } from './report-sdl.ts';

const USUAL_PAGE = 50;
const LARGEST_PAGE = 100;
/** Rows that one page of an exported file may hold. */
const LARGEST_EXPORT_PAGE = 5_000;

interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly [name: string]: unknown;
}
interface ExportArgs {
  readonly report: string;
  readonly args: unknown;
  readonly after?: string | null;
  readonly size: number;
}

function shown({ name, title }: Report<never>, { columns, lines, next }: ReportSight) {
  return {
    report: name,
    title,
    columns: columns.map(({ key, title: heading }) => ({ key, title: heading })),
    rows: lines.map((line) => ({
      values: Object.fromEntries(columns.map(({ key }, index) => [key, line[index] ?? null])),
    })),
    pageInfo: { hasNextPage: next !== null, endCursor: next },
  };
}

function printed({ columns, lines, next }: ReportSight) {
  return {
    columns: columns.map(({ key, title }) => ({ key, title })),
    rows: lines.map((line) => line.map(printedCell)),
    next,
  };
}

/** A part's reports as fields of `Query.reports`, and the field by which the door fetches the pages of a file. */
export function reportModule<Reader, Kept extends Report<Reader>>(desk: ReportDesk<Reader, Kept>): SchemaModule {
  const fields = desk.reports.map((report) => [
    report.name,
    async (_parent: unknown, { first, after, ...args }: PageArgs, context: SubgraphContext) => {
      const size = first ?? USUAL_PAGE;
      const question = { args, after, size, largest: LARGEST_PAGE, exported: false };
      return shown(report, await readReport(desk, report, question, context));
    },
  ]);
  const exportPage = async (_parent: unknown, asked: ExportArgs, context: SubgraphContext) => {
    requireSessionOrAccount(context, 'REPORTS');
    const report = desk.reports.find(({ name }) => name === asked.report);
    if (report === undefined) throw new Fault('REPORT_UNKNOWN', 'There is no such report here.');
    const { args, after, size } = asked;
    const question = { args, after, size, largest: LARGEST_EXPORT_PAGE, exported: true };
    return printed(await readReport(desk, report, question, context));
  };
  return {
    typeDefs: reportSdl(desk.part, desk.reports as readonly Report<never>[]),
    resolvers: {
      JSON: JsonScalar,
      Date: LocalDateScalar,
      Query: {
        reports: (_parent: unknown, _args: unknown, context: SubgraphContext) => {
          requireSessionOrAccount(context, 'REPORTS');
          return {};
        },
        [`${desk.part}ExportPage`]: exportPage,
      },
      Reports: Object.fromEntries(fields),
    },
  };
}
