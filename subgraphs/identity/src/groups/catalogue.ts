import type { Group } from './group.ts';

/** All groups at one instant, in the order in which forms list them. */
export interface Catalogue {
  readonly groups: readonly Group[];
  /** The group of that code, retired or not, or null. */
  find(code: string): Group | null;
  /** The group of that code while it gives its functions and may be assigned, or null. */
  findLive(code: string): Group | null;
}

/** The catalogue that these groups make. */
export function catalogueOf(groups: readonly Group[]): Catalogue {
  const byCode = new Map(groups.map((each) => [each.code, each]));
  const find = (code: string): Group | null => byCode.get(code) ?? null;
  return {
    groups,
    find,
    findLive: (code) => {
      const group = find(code);
      return group?.retiredAt === null ? group : null;
    },
  };
}
