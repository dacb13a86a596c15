import type { Group } from '../groups/group.ts';
import type { UserGroupType } from './user-profile-type.ts';

/** A group as everybody who may see it sees it; a retired one shows what it gave. */
export function presentGroup({ code, kind, name, functions, retiredAt, version }: Group): UserGroupType {
  return { code, kind, name, functions, version, retired: retiredAt !== null };
}
