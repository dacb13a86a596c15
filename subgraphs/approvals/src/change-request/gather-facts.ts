import type { Parts } from '../ports/parts.ts';
import { changeKinds } from './change-kinds.ts';
import type { ChangeRequest } from './change-request.ts';
import type { DecisionFacts } from './decision-facts.ts';

/** A UUID that nobody has: an unknown checker costs the same questions as a known one (L3). */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Who decides, and in which session. */
export interface Claim {
  readonly checker: { readonly userId: string } | { readonly uuid: string };
  readonly sessionId: string;
  readonly at: Date;
}

export type GatheredFacts = Omit<DecisionFacts, 'request' | 'presentCode' | 'shownDigest' | 'areRowsUnaltered'>;

/**
 * Asks identity and authentication for everything a decision is judged on, in the same two rounds whoever is named.
 * One of them out of reach is a fault, and nothing is decided.
 */
export async function gatherFacts(parts: Parts, request: ChangeRequest, claim: Claim): Promise<GatheredFacts> {
  const { people } = parts;
  const [session, maker, checker] = await Promise.all([
    people.session(claim.sessionId),
    people.byUuid(request.maker.uuid),
    'userId' in claim.checker ? people.byUserId(claim.checker.userId) : people.byUuid(claim.checker.uuid),
  ]);
  const checkerUuid = checker?.profileUuid ?? NOBODY;
  const [isCheckerLocked, ownerRefusal] = await Promise.all([
    people.isLocked(checkerUuid),
    parts.owners[changeKinds[request.kind].owner].checkDecision({
      kind: request.kind,
      makerUuid: request.maker.uuid,
      checkerUuid,
      targetUuid: request.target.uuid,
      version: request.version,
      payload: request.payload,
    }),
  ]);
  const checkerUserId = 'userId' in claim.checker ? claim.checker.userId : (checker?.userId ?? '');
  return { at: claim.at, session, maker, checker, checkerUserId, isCheckerLocked, ownerRefusal };
}
