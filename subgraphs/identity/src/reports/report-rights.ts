import { type MigrationPhase, migrationPhases } from '../migration-phase/migration-phase.ts';
import { type PermissionMatrix, targetOf } from '../permission-matrix/matrix.ts';
import { type Onlooker, phaseForbids } from '../permission-matrix/permitted-actions.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { isHouseStaff } from '../user-profile/standing.ts';
import type { ProfileType } from '../user-profile/user-profile.ts';
import { enquiryScope, readableTypes, type Scope } from '../user-profile/visibility.ts';

/** What a report asks of its reader. */
export interface ReportNeeds {
  /** A participant's administrators and the house's staff (R), or the house alone (H). */
  readonly audience: 'PARTICIPANT' | 'HOUSE';
  /** True when the house may read it for all participants at once. */
  readonly acrossParticipants?: true;
  /** True when administrators may read it inside function hours only (domain 5.2). */
  readonly functionHours?: true;
  /** True when a participant's reader must be a checker: it is about his own code. */
  readonly ownCode?: true;
  /** From this phase on there is no such report. */
  readonly until?: MigrationPhase;
}

/** A live service account with scope REPORTS; it reads as a report reader of the house does. */
export interface AccountCaller {
  readonly kind: 'ACCOUNT';
  readonly phase: MigrationPhase;
  readonly matrix: PermissionMatrix;
}

/** Who reads: a person with the rights of this instant, or a service account. */
export type ReportCaller = { readonly kind: 'PERSON'; readonly onlooker: Onlooker } | AccountCaller;

/** Which profiles a reading may show; null types leave none out. */
export interface ReportScope {
  readonly profiles: Scope;
  readonly types: readonly ProfileType[] | null;
}

const HOUSE = ['HKEX_OPERATOR', 'HKEX_APPROVER', 'HKEX_REPORT_READER'] as const;
const TYPES = ['USER', 'DA', 'HKEX'] as const satisfies readonly ProfileType[];

/** True for the clearing house's staff and for service accounts, who read for the house. */
export function readsForHouse(caller: ReportCaller): boolean {
  return caller.kind === 'ACCOUNT' || isHouseStaff(caller.onlooker.standing, ...HOUSE);
}

function closedToAdministrator(caller: ReportCaller, needs: ReportNeeds): Judged<never> | null {
  if (needs.audience === 'HOUSE') return refused('NOT_PERMITTED', 'This report is for the clearing house alone.');
  return needs.ownCode === true && !isChecker(caller)
    ? refused('NOT_PERMITTED', 'This report is about the uses of a checker’s own authorisation code.')
    : null;
}

function isChecker(caller: ReportCaller): boolean {
  return caller.kind === 'PERSON' && caller.onlooker.standing.roles.includes('DA_CHECKER');
}

/** The profiles that the matrix lets this caller list, or null when there are none (2.2). */
function listed(caller: ReportCaller): ReportScope | null {
  if (caller.kind === 'PERSON') {
    const profiles = enquiryScope(caller.onlooker, 'LIST');
    return profiles === null ? null : { profiles, types: readableTypes(caller.onlooker, 'LIST') };
  }
  const { phase, matrix } = caller;
  const types = TYPES.filter((type) => matrix.permits({ side: 'HKEX', action: 'LIST', target: targetOf(type), phase }));
  if (types.length === 0) return null;
  return { profiles: 'EVERYBODY', types: types.length === TYPES.length ? null : types };
}

function notPermitted(caller: ReportCaller): Judged<never> {
  return caller.kind === 'PERSON' && phaseForbids(caller.onlooker, 'LIST')
    ? refused('PHASE_FORBIDS', 'In the migration phase in force this report is not open to you.')
    : refused('NOT_PERMITTED', 'Reports need the DA Maker or DA Checker group and access level EE.');
}

/**
 * Which profiles this caller may read in such a report, or why none (domain 6). An administrator who names another
 * participant reads nothing, as if there were none (A1).
 */
export function reportScope(
  caller: ReportCaller,
  needs: ReportNeeds,
  participant: string | undefined,
): Judged<ReportScope> {
  const house = readsForHouse(caller);
  const closed = house ? null : closedToAdministrator(caller, needs);
  if (closed !== null) return closed;
  const scope = listed(caller);
  if (scope === null) return notPermitted(caller);
  if (participant !== undefined) return accepted({ ...scope, profiles: within(scope.profiles, participant) });
  if (!house || needs.audience === 'HOUSE' || needs.acrossParticipants === true) return accepted(scope);
  return refused('FILTER_NEEDS_PARTICIPANT', 'Name the participant whose report you want.', { field: 'participant' });
}

/** The participant that was named, or one that nobody is in when it lies outside. */
function within(profiles: Scope, participant: string): Scope {
  const code = participantCode(participant) ?? '';
  return { participant: profiles === 'EVERYBODY' || profiles.participant === code ? code : '' };
}

/** True when the caller sees email and smartcard columns: administrators, and the house's operators and approvers (A1). */
export function seesPersonalColumns(caller: ReportCaller): boolean {
  if (caller.kind === 'ACCOUNT') return false;
  const { standing } = caller.onlooker;
  return standing.profile.type !== 'HKEX' || isHouseStaff(standing, 'HKEX_OPERATOR', 'HKEX_APPROVER');
}

/** True once the phase in force is that phase or a later one. */
export function phaseReached(phase: MigrationPhase, until: string | undefined): boolean {
  const end = migrationPhases.findIndex((each) => each === until);
  return end >= 0 && migrationPhases.indexOf(phase) >= end;
}
