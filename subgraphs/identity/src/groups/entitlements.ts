import type { Catalogue } from './catalogue.ts';
import type { Group, Role } from './group.ts';

/** Where a session may be opened (W11). */
export type Application = 'DMS' | 'CCMS' | 'CONSOLE';

/** Everything that follows from a profile's groups; nothing follows from its ID (domain 3.2.1). */
export interface Entitlements {
  readonly roles: readonly Role[];
  readonly accessLevels: readonly string[];
  readonly applications: readonly Application[];
  readonly functions: readonly string[];
}

/** Derives roles, access levels, applications (W11) and functions; a code that is in no catalogue, or retired, gives nothing. */
export function entitlements(groupCodes: readonly string[], catalogue: Catalogue): Entitlements {
  const groups = groupCodes.map((code) => catalogue.findLive(code)).filter((group): group is Group => group !== null);
  const roles = new Set<Role>();
  const applications = new Set<Application>();
  for (const group of groups) {
    if (group.kind === 'DA') applications.add('DMS');
    if (group.kind === 'BUSINESS') applications.add('CCMS');
    if (group.kind === 'HKEX') applications.add('CONSOLE');
    if (group.kind === 'BUSINESS') roles.add('BUSINESS_USER');
    else if (group.kind !== 'ACCESS_LEVEL') roles.add(group.code as Role);
  }
  return {
    roles: [...roles],
    accessLevels: groups.filter((group) => group.kind === 'ACCESS_LEVEL').map((group) => group.code),
    applications: [...applications],
    functions: [...new Set(groups.flatMap((group) => group.functions))],
  };
}
