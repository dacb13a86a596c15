import { accepted, type Judged, refused } from '../refusal.ts';
import { canonicalUserId, type UserId } from '../user-id/canonical-user-id.ts';
import type { ProfileStatus, ProfileType } from './user-profile.ts';

/** What narrows a User Profile Listing (W5). */
export interface ListingFilter {
  readonly participant?: string;
  readonly search?: string;
  readonly status?: ProfileStatus;
  readonly type?: ProfileType;
  /** Types that the reader may list, where the matrix leaves some out. */
  readonly types?: readonly ProfileType[];
  readonly group?: string;
  readonly emailMissing?: boolean;
  readonly settlementAgent?: boolean;
  /** The reader is shown no emails, so none is found by one either (A1). */
  readonly emailsHidden?: boolean;
}

/** One page: after which user ID it begins, and how many profiles it holds at most. */
export interface ListingPage {
  readonly after: UserId | null;
  readonly size: number;
}

const LARGEST_PAGE = 100;
const USUAL_PAGE = 50;
const LONGEST_SEARCH = 254;

/** Reads a page request; sizes outside 1 to 100 and foreign cursors are refused with what to do (design 7). */
export function listingPage(first: number | null | undefined, after: string | null | undefined): Judged<ListingPage> {
  const size = first ?? USUAL_PAGE;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    return refused(
      'PAGE_TOO_LARGE',
      `A page holds 1 to ${LARGEST_PAGE} profiles. Ask for at most ${LARGEST_PAGE} and continue after endCursor.`,
      { field: 'first' },
    );
  }
  if (after === null || after === undefined) return accepted({ after: null, size });
  const userId = userIdOfCursor(after);
  if (userId === null)
    return refused('CURSOR_INVALID', 'The cursor was not made by this listing. Start again without it.', {
      field: 'after',
    });
  return accepted({ after: userId, size });
}

/** An opaque position after this profile. */
export function cursorOf(userId: string): string {
  return Buffer.from(`user:${userId}`).toString('base64url');
}

function userIdOfCursor(cursor: string): UserId | null {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const userId = text.startsWith('user:') ? canonicalUserId(text.slice('user:'.length)) : null;
  return userId !== null && cursorOf(userId) === cursor ? userId : null;
}

/**
 * Refuses what would have to read everybody: without a participant only the beginning of a user ID or one whole address
 * narrows a listing, so that it costs the same at 1,000 and at 1,000,000 profiles (design 7).
 */
export function listingFilter(filter: ListingFilter, everybody: boolean): Judged<ListingFilter> {
  if ((filter.search?.length ?? 0) > LONGEST_SEARCH)
    return refused('INVALID_INPUT', `Search for at most ${LONGEST_SEARCH} characters.`, { field: 'filter.search' });
  const others = [filter.status, filter.type, filter.group, filter.emailMissing, filter.settlementAgent];
  if (!everybody || others.every((each) => each === undefined)) return accepted(filter);
  return refused(
    'FILTER_NEEDS_PARTICIPANT',
    'Name a participant to use these filters; across participants search by the beginning of a user ID or by one whole email address.',
    { field: 'filter.participant' },
  );
}
