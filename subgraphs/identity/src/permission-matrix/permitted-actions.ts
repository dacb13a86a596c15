import { type MigrationPhase, migrationPhases } from '../migration-phase/migration-phase.ts';
import { administers, isHouseStaff, type Standing } from '../user-profile/standing.ts';
import { type Action, actionBook, actions, type Side, type Target } from './action-book.ts';
import { type PermissionMatrix, targetOf } from './matrix.ts';

/** Somebody at this instant: what the groups make of him, the phase in force, and the matrix of this installation. */
export interface Onlooker {
  readonly standing: Standing;
  readonly phase: MigrationPhase;
  readonly matrix: PermissionMatrix;
}

const ADMINISTRATORS = ['DA_MAKER', 'DA_CHECKER'] as const;
const STAFF = ['HKEX_OPERATOR', 'HKEX_APPROVER', 'HKEX_REPORT_READER'] as const;

/** Whose hand it takes on either side (2.2): a cell opens an action to a side, the roles say to whom of that side. */
const holders: Partial<
  Record<
    Action,
    { readonly DA: readonly (typeof ADMINISTRATORS)[number][]; readonly HKEX: readonly (typeof STAFF)[number][] }
  >
> = {
  SUBMIT_CHANGE: { DA: ['DA_MAKER'], HKEX: ['HKEX_OPERATOR'] },
  AUTHORISE_CHANGE: { DA: ['DA_CHECKER'], HKEX: ['HKEX_APPROVER'] },
  DISABLE_IN_EMERGENCY: { DA: ADMINISTRATORS, HKEX: ['HKEX_OPERATOR'] },
  END_SESSIONS: { DA: ADMINISTRATORS, HKEX: ['HKEX_OPERATOR', 'HKEX_APPROVER'] },
  ENQUIRE: { DA: ADMINISTRATORS, HKEX: STAFF },
  LIST: { DA: ADMINISTRATORS, HKEX: STAFF },
};

const oneHand = actions.filter((action) => actionBook[action].hands === 'ONE');

/** The side for which somebody does it alone, or null; the clearing house's staff never act as administrators. */
function sideFor(standing: Standing, action: Action): Side | null {
  const among = holders[action];
  if (among === undefined) {
    const selfOnly = action === 'REVEAL_AUTHORISATION_CODE' ? administers(standing, 'DA_CHECKER') : standing.usable;
    return selfOnly ? 'SELF' : null;
  }
  if (isHouseStaff(standing, ...among.HKEX)) return 'HKEX';
  return among.DA.some((role) => administers(standing, role)) ? 'DA' : null;
}

/** On what the person may do it: for himself on his own profile, else on every target that the cells name. */
function targetsFor({ standing }: Onlooker, action: Action, side: Side): readonly Target[] {
  const { targets } = actionBook[action];
  return side === 'SELF' && targets.length > 1 ? [targetOf(standing.profile.type)] : targets;
}

/** On which targets this person may do it now, alone or as one of the pair; empty when not at all (2.2). */
export function permittedTargets(onlooker: Onlooker, action: Action): readonly Target[] {
  const { standing, phase, matrix } = onlooker;
  const side = standing.usable ? sideFor(standing, action) : null;
  if (side === null) return [];
  return targetsFor(onlooker, action, side).filter((target) => matrix.permits({ side, action, target, phase }));
}

/** The actions of one hand that this person may do now on at least one target; what the other parts obey (2.2). */
export function permittedActions(onlooker: Onlooker): readonly Action[] {
  return oneHand.filter((action) => permittedTargets(onlooker, action).length > 0);
}

const signIns = ['LOG_IN_BY_SMARTCARD', 'LOG_IN_BY_TWO_FACTOR'] as const satisfies readonly Action[];

/** Each phase with each way to sign in that it gives this person: a login under way keeps the phase that it began in (domain 8). */
export function permittedSignIns(onlooker: Omit<Onlooker, 'phase'>): readonly string[] {
  return migrationPhases.flatMap((phase) =>
    signIns
      .filter((action) => permittedTargets({ ...onlooker, phase }, action).length > 0)
      .map((action) => `${phase}:${action}`),
  );
}

/** True when the cells would let this person do it in another phase: then it is the phase that forbids (W21). */
export function phaseForbids(onlooker: Onlooker, action: Action): boolean {
  const side = onlooker.standing.usable ? sideFor(onlooker.standing, action) : null;
  if (side === null) return false;
  const { matrix } = onlooker;
  return targetsFor(onlooker, action, side).some((target) => matrix.phasesOf({ side, action, target }).length > 0);
}
