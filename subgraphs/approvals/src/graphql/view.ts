import { type SubgraphContext } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import type { Standing } from '../ports/people.ts';

/** Whose requests somebody may see: one participant's, or for the clearing house's own staff every one's. */
export interface View {
  readonly participant: string | undefined;
  /** False for whoever may know that a request exists but not the personal values in it (A1). */
  readonly isFull: boolean;
  /** Fields that nobody is shown in the phase in force, whatever was stored before it (W21). */
  readonly hiddenFields: readonly string[];
}

const ADMINISTRATORS = ['DA_MAKER', 'DA_CHECKER'];
const CLEARING_HOUSE = ['HKEX_OPERATOR', 'HKEX_APPROVER'];
const REPORT_READER = ['HKEX_REPORT_READER'];
/** Requests show what Enquire and Listing show, so they need the same access level and the same cell of the matrix (domain 2.2). */
const SECURITY_MANAGEMENT = 'EE';
const READING = 'LIST';

function viewFrom(person: Standing | null): View | null {
  if (person?.usable !== true || !person.permitted.includes(READING)) return null;
  const { participant, roles, accessLevels, hiddenFields } = person;
  const hasOne = (wanted: readonly string[]) => wanted.some((role) => roles.includes(role));
  if (participant !== null)
    return hasOne(ADMINISTRATORS) && accessLevels.includes(SECURITY_MANAGEMENT)
      ? { participant, isFull: true, hiddenFields }
      : null;
  if (hasOne(CLEARING_HOUSE)) return { participant: undefined, isFull: true, hiddenFields };
  return hasOne(REPORT_READER) ? { participant: undefined, isFull: false, hiddenFields } : null;
}

/**
 * Asks identity once per operation what the viewer may see now; nothing without a session or a role. Every reader of
 * requests goes through it, references of other subgraphs included (A1, M10).
 */
export function viewing(parts: Parts): (context: SubgraphContext) => Promise<View | null> {
  const known = new WeakMap<SubgraphContext, Promise<View | null>>();
  return (context) => {
    const { principal } = context;
    if (principal.kind !== 'session') return Promise.resolve(null);
    const view = known.get(context) ?? parts.people.byUuid(principal.profileUuid).then(viewFrom);
    known.set(context, view);
    return view;
  };
}

/** Holds when a request of this tenant is within the view. */
export function isWithin(view: View | null, participant: string | null): view is View {
  return view !== null && (view.participant === undefined || view.participant === participant);
}
