import type { Transaction } from '@countersign/platform';
import type { Catalogue } from '../groups/catalogue.ts';
import { readCatalogue } from './group-row.ts';

/** The live catalogue of groups, read again only once its stamp has changed. */
export interface CatalogueCache {
  /** The catalogue of that stamp; the stamp comes with the row that every request reads anyway. */
  at(tx: Transaction, stamp: string): Promise<Catalogue>;
}

/** Keeps one catalogue for one instance: a change holds from the next request on, and costs one statement then. */
export function catalogueCache(): CatalogueCache {
  let held: { readonly stamp: string; readonly catalogue: Catalogue } | null = null;
  return {
    async at(tx, stamp) {
      if (held?.stamp === stamp) return held.catalogue;
      const catalogue = await readCatalogue(tx);
      held = { stamp, catalogue };
      return catalogue;
    },
  };
}
