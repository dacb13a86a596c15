import type { ChangeKind } from './change-kinds.ts';
import type { ChangeState } from './transitions.ts';

/** G1: no page is longer. */
const LONGEST_PAGE = 100;
const USUAL_PAGE = 25;

/** Where a page begins: after this request, newest first. */
export interface Cursor {
  readonly submittedAt: number;
  readonly id: string;
}

/** What the listed requests have in common. An empty list of states or kinds means any. */
export interface RequestFilter {
  readonly states: readonly ChangeState[];
  readonly kinds: readonly ChangeKind[];
  readonly targetUserId: string | null;
  readonly subject: string | null;
  readonly maker: string | null;
  readonly checker: string | null;
  readonly submittedFrom: Date | null;
  readonly submittedTo: Date | null;
  readonly openOnly: boolean;
}

/** One page of requests as of an instant. `participant` is the tenant; undefined only for the clearing house's own staff. */
export interface RequestQuery extends RequestFilter {
  readonly participant: string | undefined;
  readonly at: Date;
  readonly after: Cursor | null;
  readonly limit: number;
}

const CURSOR = /^(\d{1,16})\.([0-9a-f-]{36})$/;

/** A cursor names a row, not a position, so rows that come and go never shift a page. */
export function writeCursor(row: { readonly submittedAt: Date; readonly id: string }): string {
  return Buffer.from(`${row.submittedAt.getTime()}.${row.id}`, 'ascii').toString('base64url');
}

function readCursor(text: string): Cursor | null {
  const found = CURSOR.exec(Buffer.from(text, 'base64url').toString('ascii'));
  return found ? { submittedAt: Number(found[1]), id: String(found[2]) } : null;
}

/** Holds when more was asked for than a page holds (G1). */
export function isTooLarge(first: number | null | undefined): boolean {
  return (first ?? USUAL_PAGE) > LONGEST_PAGE;
}

/** The page that a reader asks for; null for a size outside 1..100 or a cursor that is none of ours (G1). */
export function readPage(
  first: number | null | undefined,
  after: string | null | undefined,
): { readonly limit: number; readonly after: Cursor | null } | null {
  const limit = first ?? USUAL_PAGE;
  const cursor = readCursor(after ?? '');
  const isWrongCursor = typeof after === 'string' && cursor === null;
  return isWrongCursor || !Number.isInteger(limit) || limit < 1 || limit > LONGEST_PAGE
    ? null
    : { limit, after: cursor };
}
