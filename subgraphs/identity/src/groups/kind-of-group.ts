import type { GroupKind } from './group.ts';
import { standardGroups } from './standard-groups.ts';

const special: ReadonlyMap<string, GroupKind> = new Map(
  standardGroups.filter(({ kind }) => kind !== 'BUSINESS').map(({ code, kind }) => [code, kind]),
);

/** The kind of a group by its code alone: what the product does not know is a business group, since only those are defined by hand (2.2). */
export function kindOfGroup(code: string): GroupKind {
  return special.get(code) ?? 'BUSINESS';
}
