import type { Statement } from '../statement/read-statement.ts';

/** What a site asks of the person's card; the origin is the browser's word, not the page's. */
export type Wish =
  | { readonly kind: 'SIGN'; readonly origin: string; readonly statement: Statement }
  | { readonly kind: 'UNBLOCK'; readonly origin: string; readonly unblockingKey: string };

/** What the site is told in the end. */
export type WishResult =
  | { readonly state: 'SIGNED'; readonly certificate: string; readonly signature: string }
  | { readonly state: 'UNBLOCKED' }
  | { readonly state: 'REFUSED'; readonly code: string; readonly message: string };
