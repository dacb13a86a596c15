import { accepted, type Judged, refused } from '../refusal.ts';
import type { EServiceForm, EServiceFormKind, EServiceRequestType } from './eservice-form.ts';
import type { EServiceState } from './transitions.ts';

/** What narrows the list of forms. */
export interface EServiceFilter {
  readonly participant?: string | null;
  readonly state?: EServiceState | null;
  readonly form?: EServiceFormKind | null;
  readonly requestType?: EServiceRequestType | null;
  /** Forms that are due before this and not at their end. */
  readonly dueBefore?: Date | null;
}

/** One page, newest first, behind a form. */
export interface EServicePage {
  readonly size: number;
  readonly after: { readonly filedAt: number; readonly reference: string } | null;
}

const LARGEST_PAGE = 100;
const USUAL_PAGE = 50;
const CURSOR = /^eservice:(\d{1,16})\.([A-Z0-9-]{1,24})$/;

/** An opaque position behind a form. */
export function eServiceCursor({ filedAt, reference }: Pick<EServiceForm, 'filedAt' | 'reference'>): string {
  return Buffer.from(`eservice:${filedAt.getTime()}.${reference}`).toString('base64url');
}

/** Reads a page request; sizes outside 1 to 100 and foreign cursors are refused (design 7). */
export function eServicePage(first: number | null | undefined, after: string | null | undefined): Judged<EServicePage> {
  const size = first ?? USUAL_PAGE;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE)
    return refused('PAGE_TOO_LARGE', `A page holds 1 to ${LARGEST_PAGE} forms.`, { field: 'first' });
  if (after === null || after === undefined) return accepted({ size, after: null });
  const found = CURSOR.exec(Buffer.from(after, 'base64url').toString('latin1'));
  return found === null
    ? refused('CURSOR_INVALID', 'The cursor was not made by this list. Start again without it.', { field: 'after' })
    : accepted({ size, after: { filedAt: Number(found[1]), reference: String(found[2]) } });
}
