import type { Issuer } from './issuers.ts';
import { readRevocationList, type RevocationList } from './revocation-list.ts';
import type { RevocationSource } from './revocation-source.ts';

/** What the lists say of one certificate now. */
export type RevocationStatus = 'GOOD' | 'REVOKED' | 'UNKNOWN';

/** The lists in force: the newest one of each issuer. */
export interface RevocationBook {
  status(issuer: Issuer, serialNumber: string, now: Date): RevocationStatus;
}

/** Keeps the lists as long as their source stays the same. Without a readable source nothing is known of anybody. */
export function createRevocation(source: RevocationSource, issuers: readonly Issuer[]): () => Promise<RevocationBook> {
  let known: { readonly version: string; readonly book: RevocationBook } | null = null;
  return async () => {
    try {
      const version = await source.version();
      if (known?.version === version) return known.book;
      const book = bookOf((await source.lists()).map((der) => readRevocationList(der, issuers)));
      known = { version, book };
      return book;
    } catch {
      // A folder that cannot be read holds no list: every status is unknown until it can be.
      known = null;
      return bookOf([]);
    }
  };
}

function bookOf(lists: readonly (RevocationList | null)[]): RevocationBook {
  const sound = lists.filter((list) => list !== null);
  return {
    status(issuer, serialNumber, now) {
      // A list from the future is no newer one: it is not in force.
      const own = sound
        .filter((list) => list.issuerName === issuer.content.subjectName && list.thisUpdate <= now)
        .sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())[0];
      if (own === undefined || own.nextUpdate <= now) return 'UNKNOWN';
      return own.revoked.has(serialNumber) ? 'REVOKED' : 'GOOD';
    },
  };
}
