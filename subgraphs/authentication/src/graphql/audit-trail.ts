import type { AuditTrail, AuditView, Clock, Database, SubgraphClient } from '@countersign/platform';

const READER = `query AuditReader($profileUuid: ID!) {
  standing(profileUuid: $profileUuid) { participant usable roles accessLevels }
}`;

interface Standing {
  readonly participant: string | null;
  readonly usable: boolean;
  readonly roles: readonly string[];
  readonly accessLevels: readonly string[];
}

/** Administrators with access level EE see their own participant's, the house's staff everything (domain 2.2, M10). */
function viewOf(standing: Standing | null): AuditView | null {
  if (standing?.usable !== true) return null;
  const { participant, roles, accessLevels } = standing;
  const holds = (...wanted: readonly string[]): boolean => wanted.some((role) => roles.includes(role));
  if (participant !== null)
    return holds('DA_MAKER', 'DA_CHECKER') && accessLevels.includes('EE') ? { participant, isFull: true } : null;
  const isFull = holds('HKEX_OPERATOR', 'HKEX_APPROVER');
  return isFull || holds('HKEX_REPORT_READER') ? { participant: undefined, isFull } : null;
}

/** This part's audit; identity says anew for each search what its reader may see. */
export function authenticationAuditTrail(parts: {
  readonly database: Database;
  readonly clock: Clock;
  readonly identity: SubgraphClient;
}): AuditTrail {
  const { database, clock, identity } = parts;
  return {
    part: 'authentication',
    database,
    clock,
    async view(_context, { profileUuid }) {
      return viewOf((await identity.request<{ standing: Standing | null }>(READER, { profileUuid })).standing);
    },
  };
}
