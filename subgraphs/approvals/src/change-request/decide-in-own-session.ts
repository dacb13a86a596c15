import type { AuditEntry, SessionPrincipal } from '@countersign/platform';
import { areRowsUnaltered } from '../bulk/strike-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Refusal } from '../refusal.ts';
import { answerSettled } from './answer-settled.ts';
import { auditBy } from './audit-of.ts';
import type { ChangeRequest, Decision } from './change-request.ts';
import { type Judgement, decide } from './decide.ts';
import { type DecisionCheck, firstDenial } from './decision-facts.ts';
import { gatherFacts } from './gather-facts.ts';
import { isVisibleTo, loadRequest, turnAway } from './load-request.ts';
import { type Outcome, outcomeOfJudgement } from './outcome.ts';
import { settleDenial } from './settle-denial.ts';

/** One kind of word a checker may say in a session of their own. */
export interface OwnSessionDecision {
  readonly requestId: string;
  readonly shownDigest: string | null;
  readonly action: string;
  readonly checks: readonly DecisionCheck[];
  /** False for a word that changes nothing. */
  readonly isOwnerAsked?: boolean;
  readonly isSame: (request: ChangeRequest) => boolean;
  readonly commit: (
    unit: UnitOfWork,
    request: ChangeRequest,
    agreed: { readonly decision: Decision; readonly entry: AuditEntry },
  ) => Promise<ChangeRequest | { readonly refusal: Refusal }>;
}

const noCodeHere = () => Promise.resolve({ verdict: 'WRONG', isExhausted: false } as const);

/** Judges and commits what a checker decides in their own session; whoever comes second hears what was decided first (M1, M2). */
export async function decideInOwnSession(
  parts: Parts,
  session: SessionPrincipal,
  wish: OwnSessionDecision,
): Promise<Outcome> {
  const at = parts.clock.now();
  const { requestId, action } = wish;
  const loaded = await loadRequest(parts, requestId);
  if (loaded === null || !isVisibleTo(loaded, session))
    return turnAway(parts, session, { requestId, action, code: 'REQUEST_NOT_FOUND' });
  const attempt = { at, action, isSame: wish.isSame };
  const earlier = await answerSettled(parts, session, loaded, attempt);
  if (earlier !== null) return earlier;
  const facts = await gatherFacts(parts, loaded, {
    checker: { uuid: session.profileUuid },
    sessionId: session.sessionId,
    at,
    isOwnerAsked: wish.isOwnerAsked ?? true,
  });
  const judge = async (unit: UnitOfWork, request: ChangeRequest): Promise<Judgement> => {
    const { shownDigest, checks } = wish;
    const denial = await firstDenial(checks, {
      ...facts,
      request,
      shownDigest,
      areRowsUnaltered: () => areRowsUnaltered(unit, request),
      presentCode: noCodeHere,
    });
    const entry = auditBy(session, request, { at, action, outcome: denial === null ? 'SUCCESS' : 'REFUSED' });
    if (denial !== null)
      return { refusal: await settleDenial(unit, denial, { request, at, sessionId: session.sessionId, entry }) };
    const by = { uuid: session.profileUuid, userId: session.userId };
    const isSoleDa = by.uuid === request.maker.uuid;
    const agreed = { decision: { by, at, method: 'SESSION', isSoleDa }, entry } as const;
    const came = await wish.commit(unit, request, agreed);
    return 'refusal' in came ? came : { decided: came };
  };
  const judgement = await decide(parts, loaded.id, judge);
  if (judgement !== 'TOO_LATE') return outcomeOfJudgement(judgement);
  const stored = (await loadRequest(parts, loaded.id)) ?? loaded;
  return (await answerSettled(parts, session, stored, attempt)) ?? { request: stored };
}
