import { type SubgraphContext } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import type { Standing } from '../ports/people.ts';

/** Whose requests somebody may see: one participant's, or for the clearing house's own staff every one's. */
export interface View {
  readonly participant: string | undefined;
}

const ADMINISTRATORS = ['DA_MAKER', 'DA_CHECKER'];
const CLEARING_HOUSE = ['HKEX_OPERATOR', 'HKEX_APPROVER', 'HKEX_REPORT_READER'];

function viewFrom(person: Standing | null): View | null {
  if (person?.usable !== true) return null;
  const hasOne = (roles: readonly string[]) => roles.some((role) => person.roles.includes(role));
  if (person.participant === null) return hasOne(CLEARING_HOUSE) ? { participant: undefined } : null;
  return hasOne(ADMINISTRATORS) ? { participant: person.participant } : null;
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
export function isWithin(view: View | null, participant: string | null): boolean {
  return view !== null && (view.participant === undefined || view.participant === participant);
}
