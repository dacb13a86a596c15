import { type DocumentNode, parse } from 'graphql';
import type { Report } from './report.ts';

/** What every part says alike, so that one page type serves all reports. */
const SHARED = `
  extend type Query { reports: Reports! @shareable }
  """What was asked of a report, as far as the reader may see it."""
  type ReportPage @shareable {
    report: String!
    title: String!
    columns: [ReportColumn!]!
    rows: [ReportRow!]!
    pageInfo: ReportPageInfo!
  }
  type ReportColumn @shareable {
    "Names the cell in the values of a row."
    key: String!
    title: String!
  }
  type ReportRow @shareable {
    "An object with one value for the key of each column; null where there is none or the reader may not see it."
    values: JSON!
  }
  type ReportPageInfo @shareable { hasNextPage: Boolean! endCursor: String }
  "Any JSON value."
  scalar JSON
  "A calendar date in Hong Kong, \`YYYY-MM-DD\`."
  scalar Date
`;

const block = (text: string): string => `"""${text.replaceAll('"""', '')}"""`;

function fieldOf({ name, title, description, args }: Report<never>): string {
  const own = Object.entries(args).map(([arg, kind]) => `${arg}: ${kind}`);
  return `${block(`${title}. ${description}`)}\n${name}(${[...own, 'first: Int', 'after: String'].join(', ')}): ReportPage`;
}

/** The SDL of a part's reports: a nullable field each, so that a refused report leaves the others readable, and the export field. */
export function reportSdl(part: string, reports: readonly Report<never>[]): DocumentNode {
  return parse(`${SHARED}
    "Internal reporting; each report says who may read it."
    type Reports { ${reports.map(fieldOf).join('\n')} }
    extend type Query { ${part}ExportPage(report: String!, args: JSON!, after: String, size: Int!): JSON @inaccessible }`);
}
