import type { SessionPrincipal } from '@countersign/platform';
import { presentCode } from '../authorisation-code/present-code.ts';
import { shownIn } from '../bulk/describe-rows.ts';
import { type Strike, areRowsUnaltered, strikeRows } from '../bulk/strike-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { answerSettled } from './answer-settled.ts';
import { applyDecided } from './apply.ts';
import { auditBy, auditByChecker } from './audit-of.ts';
import type { ChangeRequest } from './change-request.ts';
import { type Judgement, decide } from './decide.ts';
import { authoriseChecks } from './decision-checks.ts';
import { firstDenial } from './decision-facts.ts';
import { type GatheredFacts, NOBODY, gatherFacts } from './gather-facts.ts';
import { loadRequest, notTheMaker, turnAway } from './load-request.ts';
import { type Outcome, outcomeOfJudgement } from './outcome.ts';
import { grant } from './grant.ts';
import { settleDenial } from './settle-denial.ts';

/** What the checker types on the maker's screen. */
export interface AuthoriseInput {
  readonly requestId: string;
  readonly checkerId: string;
  readonly authorisationCode: string;
  /** The digest of what the screen shows, where it sends one. */
  readonly digest: string | null;
  /** Lines of a bulk request that the checker takes out while agreeing to the rest (W24). */
  readonly strike: readonly Strike[];
}

const ACTION = 'change.authorised';
const LONGEST_USER_ID = 16;

/** User IDs are upper-case ASCII (domain 3.2); other letters are left as typed and, like anything longer, name nobody. */
function canonicalUserId(typed: string): string {
  const upper = typed.trim().replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  return upper.slice(0, LONGEST_USER_ID + 1);
}

/** Lines struck with the Confirm gave the request another digest than the screen showed; a second Confirm still names the former one. */
function digestShown({ kind, after, digest }: ChangeRequest, isStriking: boolean): string {
  return kind === 'BULK_CHANGE' && isStriking ? (shownIn(after).formerDigest ?? digest) : digest;
}

const isSameConfirm =
  (checkerUserId: string, { digest: shownDigest, strike }: Pick<AuthoriseInput, 'digest' | 'strike'>) =>
  (request: ChangeRequest): boolean =>
    request.decision?.method === 'CODE' &&
    request.decision.by?.userId === checkerUserId &&
    (shownDigest === null || shownDigest === digestShown(request, strike.length > 0));

/** The checker named is counted against only inside the maker's own tenant: nobody wears out a stranger's code. */
function counted(facts: GatheredFacts): { uuid: string; userId: string } {
  const { checker, maker, checkerUserId } = facts;
  const isOwn = checker !== null && maker !== null && checker.participant === maker.participant;
  return { uuid: isOwn ? checker.profileUuid : NOBODY, userId: checkerUserId };
}

/** Judges one presentation of a code inside its unit of work, in W2's order. */
async function judge(
  parts: Parts,
  unit: UnitOfWork,
  presented: { session: SessionPrincipal; input: AuthoriseInput; facts: GatheredFacts; request: ChangeRequest },
): Promise<Judgement> {
  const { session, input, facts, request } = presented;
  const { at } = facts;
  const checker = counted(facts);
  const denial = await firstDenial(authoriseChecks, {
    ...facts,
    request,
    shownDigest: input.digest,
    areRowsUnaltered: () => areRowsUnaltered(unit, request),
    presentCode: async (isComparable) => {
      const typed = isComparable ? input.authorisationCode : null;
      const came = await presentCode(unit, parts.codeKey, { checker, typed, at });
      // A match ends the row of failures, whatever else then speaks against the decision.
      if (came.verdict === 'MATCH') await unit.makerSessions.forgetFailures(session.sessionId);
      return came;
    },
  });
  if (denial !== null) {
    const entry = auditBy(session, request, { at, action: ACTION, outcome: 'REFUSED' });
    return { refusal: await settleDenial(unit, denial, { request, at, sessionId: session.sessionId, entry }) };
  }
  const kept =
    input.strike.length === 0 ? { request } : await strikeRows(unit, request, { strikes: input.strike, by: checker });
  if ('refusal' in kept) {
    const fact = { at, action: ACTION, outcome: 'REFUSED', code: kept.refusal.code } as const;
    await unit.audit(auditBy(session, request, fact));
    return kept;
  }
  const entry = auditByChecker(checker, session, kept.request, { at, action: ACTION, outcome: 'SUCCESS' });
  const isSoleDa = checker.uuid === request.maker.uuid;
  const decided = await grant(unit, kept.request, { by: checker, at, method: 'CODE', isSoleDa }, entry);
  await unit.announce({
    type: 'approvals.code-used',
    at,
    body: {
      checkerUuid: checker.uuid,
      checkerUserId: checker.userId,
      makerUserId: request.maker.userId,
      targetUserId: request.subject,
      requestId: request.id,
    },
  });
  return { decided };
}

/** Same screen: in the maker's session, on the checker's code, decides once and applies (W2). A second Confirm answers as the first. */
export async function authorise(parts: Parts, session: SessionPrincipal, input: AuthoriseInput): Promise<Outcome> {
  const at = parts.clock.now();
  const loaded = await loadRequest(parts, input.requestId);
  const code = notTheMaker(loaded, session);
  if (loaded === null || code !== null) {
    return turnAway(parts, session, { requestId: input.requestId, action: ACTION, code: code ?? 'REQUEST_NOT_FOUND' });
  }
  const checkerUserId = canonicalUserId(input.checkerId);
  const attempt = { at, action: ACTION, isSame: isSameConfirm(checkerUserId, input) };
  const earlier = await answerSettled(parts, session, loaded, attempt);
  if (earlier !== null) return applyDecided(parts, earlier);
  const facts = await gatherFacts(parts, loaded, {
    checker: { userId: checkerUserId },
    sessionId: session.sessionId,
    at,
  });
  const judgement = await decide(parts, loaded.id, (unit, request) =>
    judge(parts, unit, { session, input, facts, request }),
  );
  if (judgement !== 'TOO_LATE') return applyDecided(parts, outcomeOfJudgement(judgement));
  const stored = (await loadRequest(parts, loaded.id)) ?? loaded;
  return applyDecided(parts, (await answerSettled(parts, session, stored, attempt)) ?? { request: stored });
}
