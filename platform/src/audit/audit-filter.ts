import { Fault } from '../faults/fault.ts';

/** What narrows a search of the audit; everything named must hold. */
export interface AuditFilter {
  readonly participant?: string | null;
  readonly target?: string | null;
  readonly actor?: string | null;
  readonly requestId?: string | null;
  readonly action?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
}

/** A row that a page begins behind, newest first. */
export interface AuditPosition {
  readonly at: number;
  readonly seq: number;
}

/** One page of a search. */
export interface AuditPage {
  readonly size: number;
  readonly after: AuditPosition | null;
}

const USUAL_PAGE = 50;
const LARGEST_PAGE = 100;
const LONGEST_TEXT = 190;
const CURSOR = /^audit:(-?\d{1,16})\.(\d{1,16})$/;

/** An opaque position behind a row. */
export function auditCursor({ at, seq }: AuditPosition): string {
  return Buffer.from(`audit:${at}.${seq}`).toString('base64url');
}

function positionOf(cursor: string): AuditPosition {
  const found = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const position = found === null ? null : { at: Number(found[1]), seq: Number(found[2]) };
  if (position !== null && auditCursor(position) === cursor) return position;
  throw new Fault('CURSOR_INVALID', 'The cursor was not made by this search. Start again without it.', {
    publicDetails: { field: 'after' },
  });
}

/** Reads a page request; sizes outside 1 to 100 and foreign cursors are refused (design 7). */
export function auditPage(first: number | null | undefined, after: string | null | undefined): AuditPage {
  const size = first ?? USUAL_PAGE;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    throw new Fault('PAGE_TOO_LARGE', `A page holds 1 to ${LARGEST_PAGE} entries. Continue after endCursor.`, {
      publicDetails: { field: 'first' },
    });
  }
  return { size, after: after === null || after === undefined ? null : positionOf(after) };
}

/** User IDs may be typed in lower case (domain 3.2.2); no other name that the audit holds is letters and digits in one word. */
function asStored(text: string): string {
  const trimmed = text.trim();
  return /^[a-z]+\d[a-z\d]*$/i.test(trimmed) ? trimmed.toUpperCase() : trimmed;
}

/** The filter without what was left out, in the form in which names are stored. */
export function auditFilter(input: AuditFilter | null | undefined): AuditFilter {
  const given = Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const long = given.find(([, value]) => typeof value === 'string' && value.length > LONGEST_TEXT);
  if (long !== undefined) {
    throw new Fault('INVALID_INPUT', `Search for at most ${LONGEST_TEXT} characters.`, {
      publicDetails: { field: `filter.${long[0]}` },
    });
  }
  const stored = given.map(([name, value]) => [name, typeof value === 'string' ? asStored(value) : value]);
  return Object.fromEntries(stored) as AuditFilter;
}
