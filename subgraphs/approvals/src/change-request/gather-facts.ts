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
  /** False for a word that changes nothing, so that the owner of the data need not be in reach. */
  readonly isOwnerAsked?: boolean;
}

export type GatheredFacts = Omit<DecisionFacts, 'request' | 'presentCode' | 'shownDigest' | 'areRowsUnaltered'>;

/** What is asked of authentication and of the owner once it is known who the checker is. */
async function askAbout(parts: Parts, request: ChangeRequest, checkerUuid: string, claim: Claim) {
  const { kind, maker, target, version, payload } = request;
  const question = { kind, makerUuid: maker.uuid, checkerUuid, targetUuid: target.uuid, version, payload };
  const owner = parts.owners[changeKinds[kind].owner];
  const [{ session, isLocked }, ownerRefusal] = await Promise.all([
    parts.people.sessionAndLock(claim.sessionId, checkerUuid),
    claim.isOwnerAsked === false ? null : owner.checkDecision(question),
  ]);
  return { session, isCheckerLocked: isLocked, ownerRefusal };
}

/**
 * Asks identity and authentication for everything a decision is judged on: one round for a checker who is known by their
 * session, two for one who is named, and the same two whoever is named. One of them out of reach is a fault, and nothing is
 * decided.
 */
export async function gatherFacts(parts: Parts, request: ChangeRequest, claim: Claim): Promise<GatheredFacts> {
  const { checker: claimed, at } = claim;
  const asked = { makerUuid: request.maker.uuid, checker: claimed, participant: request.participant };
  if ('uuid' in claimed) {
    const [pair, rest] = await Promise.all([parts.people.pair(asked), askAbout(parts, request, claimed.uuid, claim)]);
    return { at, ...pair, ...rest, checkerUserId: pair.checker?.userId ?? '' };
  }
  const pair = await parts.people.pair(asked);
  const rest = await askAbout(parts, request, pair.checker?.profileUuid ?? NOBODY, claim);
  return { at, ...pair, ...rest, checkerUserId: claimed.userId };
}
