import type { ApiClient } from './api-client.ts';
import { only } from './changes.ts';

/** How far a bulk change is. */
export interface Progress {
  readonly total: number;
  readonly pending: number;
  readonly struck: number;
  readonly applied: number;
  readonly refused: number;
  readonly invalid: number;
}

/** A bulk request or the refusal of one. */
export interface BulkChange {
  readonly __typename: 'ChangeRequest' | 'ChangeRefused';
  readonly id: string;
  readonly state: string;
  readonly subject: string;
  readonly digest: string;
  readonly message: string;
  readonly checker: string | null;
  readonly bulk: Progress;
  readonly code: string;
}

/** One line of a bulk request and what became of it. */
export interface BulkRow {
  readonly line: number;
  readonly action: string;
  readonly userId: string;
  readonly state: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly struckBy: string | null;
}

/** One line of a dry run. */
export interface PreviewRow {
  readonly line: number;
  readonly userId: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly warnings: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface Preview {
  readonly total: number;
  readonly valid: number;
  readonly invalid: number;
  readonly rows: readonly PreviewRow[];
}

const PROGRESS = 'bulk { total pending struck applied refused invalid }';
const OUTCOME = `__typename ... on ChangeRequest { id state subject digest message checker ${PROGRESS} } ... on ChangeRefused { code message }`;
const PREVIEW = `query($csv: String!) { bulkChangePreview(csv: $csv) { total valid invalid
  rows { line userId before after warnings error { code message } } } }`;
const ROWS = `query($id: ID!, $state: BulkRowState, $after: String) { changeRequest(id: $id) { ${PROGRESS}
  bulkRows(state: $state, first: 100, after: $after) {
    nodes { line action userId state before after code message struckBy } pageInfo { hasNextPage endCursor } } } }`;

export const BULK_HEADER =
  'action,user_id,email,surname,other_names,groups,enable_from,disable_after,clearing_house_options,reason';

/** A file as a spreadsheet saves it. */
export function bulkFile(lines: readonly string[]): string {
  return `\uFEFF${[BULK_HEADER, ...lines].join('\r\n')}\r\n`;
}

/** The maker's dry run. */
export async function previewBulk(maker: ApiClient, csv: string): Promise<Preview> {
  return only<Preview>(await maker.send(PREVIEW, { csv }));
}

/** The maker puts a file before a checker. */
export async function submitBulk(maker: ApiClient, csv: string, onErrors?: string): Promise<BulkChange> {
  const input = { csv, ...(onErrors === undefined ? {} : { onErrors }) };
  const text = `mutation($input: BulkChangeInput!) { submitBulkChange(input: $input) { ${OUTCOME} } }`;
  return only<BulkChange>(await maker.send(text, { input }));
}

/** The checker takes lines out, in his own session. */
export async function strikeBulk(
  checker: ApiClient,
  requestId: string,
  lines: readonly number[],
  reason: string,
): Promise<BulkChange> {
  const text = `mutation($requestId: ID!, $lines: [Int!]!, $reason: String!) { strikeBulkRows(requestId: $requestId, lines: $lines, reason: $reason) { ${OUTCOME} } }`;
  return only<BulkChange>(await checker.send(text, { requestId, lines, reason }));
}

/** The checker agrees to what is left, in his own session. */
export async function approveBulk(checker: ApiClient, requestId: string, digest: string): Promise<BulkChange> {
  const text = `mutation($requestId: ID!, $digest: String!) { approveChange(requestId: $requestId, digest: $digest) { ${OUTCOME} } }`;
  return only<BulkChange>(await checker.send(text, { requestId, digest }));
}

/** On the maker's screen the checker enters ID and code, and takes lines out at the same time. */
export async function authoriseBulk(
  maker: ApiClient,
  input: {
    readonly requestId: string;
    readonly checkerId: string;
    readonly authorisationCode: string;
    readonly digest?: string;
    readonly strike?: readonly { readonly line: number; readonly reason: string }[];
  },
): Promise<BulkChange> {
  const text = `mutation($input: AuthoriseChangeInput!) { authoriseChange(input: $input) { ${OUTCOME} } }`;
  return only<BulkChange>(await maker.send(text, { input }));
}

/** How far it is, as anybody may ask who may see it. */
export async function progressOf(client: ApiClient, id: string): Promise<Progress & { readonly state: string }> {
  const text = `query($id: ID!) { changeRequest(id: $id) { state ${PROGRESS} } }`;
  const { state, bulk } = only<{ state: string; bulk: Progress }>(await client.send(text, { id }));
  return { state, ...bulk };
}

/** Every line, page by page. */
export async function bulkRows(client: ApiClient, id: string, state?: string): Promise<readonly BulkRow[]> {
  const rows: BulkRow[] = [];
  let after: string | null = null;
  do {
    interface Page {
      readonly bulkRows: {
        readonly nodes: BulkRow[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      };
    }
    const page: Page = only<Page>(await client.send(ROWS, { id, state: state ?? null, after }));
    rows.push(...page.bulkRows.nodes);
    after = page.bulkRows.pageInfo.hasNextPage ? page.bulkRows.pageInfo.endCursor : null;
  } while (after !== null);
  return rows;
}
