import type { ErrorCode } from '../error-codes.ts';
import { refuse } from '../refusal.ts';
import type { DecisionCheck, DecisionFacts, Denial } from './decision-facts.ts';
import { isUnaltered } from './digest.ts';
import { isSamePerson, mayDecide } from './may-decide.ts';

/** SE4: a step-up speaks for five minutes. */
const STEP_UP_LASTS_MS = 5 * 60_000;

const deny = (code: ErrorCode, message?: string): Denial => ({
  refusal: refuse(code, message === undefined ? {} : { message }),
  follows: 'NOTHING',
});

const contentUnaltered: DecisionCheck = async ({ request, areRowsUnaltered }) =>
  isUnaltered(request) && (await areRowsUnaltered()) ? null : deny('DIGEST_MISMATCH');

const shownAsStored: DecisionCheck = ({ request, shownDigest }) =>
  shownDigest === null || shownDigest === request.digest ? null : deny('DIGEST_MISMATCH');

const makerSessionLive: DecisionCheck = ({ session, request }) =>
  session?.live === true && session.profileUuid === request.maker.uuid ? null : deny('MAKER_SESSION_ENDED');

/** One person in both roles, by waiver: judged on the maker as identity knows them now (W2, S1 Q24). */
function isWaived({ request, maker, checker }: DecisionFacts): boolean {
  return maker?.soleDaWaiver === true && maker.participant !== null && checker?.profileUuid === request.maker.uuid;
}

const makerIsNotChecker: DecisionCheck = (facts) => {
  const { request, checkerUserId, checker } = facts;
  const isSame = checkerUserId === request.maker.userId || checker?.profileUuid === request.maker.uuid;
  return isSame && !isWaived(facts) ? deny('MAKER_IS_CHECKER') : null;
};

/** The clearing house's own staff have no codes, and a participant's switch may ask for more than a code. */
const codeIsEnough: DecisionCheck = ({ maker, policies }) =>
  maker?.participant === null || policies.requireCheckerOtp ? deny('CHECKER_SESSION_REQUIRED') : null;

/** Where codes are not enough, a session of their own is the only way left, so that switch goes before this one. */
const queueIsOpen: DecisionCheck = ({ maker, policies }) =>
  maker?.participant === null || policies.queuedApproval || policies.requireCheckerOtp
    ? null
    : deny('QUEUED_APPROVAL_OFF');

const checkerIsNotTarget: DecisionCheck = ({ request, checkerUserId, checker }) =>
  checkerUserId === request.target.userId || checker?.profileUuid === request.target.uuid
    ? deny('CHECKER_IS_TARGET')
    : null;

/** Same tenant as the maker, enabled, in date, with the role and EE, and not locked. */
function checkerStands({ checker, maker, request, isCheckerLocked }: DecisionFacts): boolean {
  const tenant = maker === null ? request.participant : maker.participant;
  return checker !== null && checker.participant === tenant && mayDecide(checker) && !isCheckerLocked;
}

const checkerInGoodStanding: DecisionCheck = (facts) => (checkerStands(facts) ? null : deny('NOT_A_CHECKER'));

/** On the maker's screen an unknown, foreign, disabled or locked checker looks just like a wrong code (W2). */
const namedCheckerInGoodStanding: DecisionCheck = async (facts) => {
  if (checkerStands(facts)) return null;
  const { isExhausted } = await facts.presentCode(false);
  return { refusal: refuse('AUTHORISATION_FAILED'), follows: isExhausted ? 'CODE_EXHAUSTED' : 'COUNTED' };
};

const notSamePerson: DecisionCheck = (facts) => {
  const { maker, checker } = facts;
  if (maker === null || checker === null || isWaived(facts)) return null;
  return isSamePerson(maker, checker) ? deny('SAME_PERSON') : null;
};

const codeOfThisMonth: DecisionCheck = async (facts) => {
  const { verdict, isExhausted } = await facts.presentCode(true);
  if (verdict === 'MATCH') return null;
  if (verdict === 'LAST_MONTH') {
    return deny(
      'AUTHORISATION_FAILED',
      'Authorisation codes were renewed at the beginning of the month. Ask the checker for the new one.',
    );
  }
  return { refusal: refuse('AUTHORISATION_FAILED'), follows: isExhausted ? 'CODE_EXHAUSTED' : 'COUNTED' };
};

const steppedUp: DecisionCheck = ({ session, checker, at }) => {
  if (session?.live !== true || session.profileUuid !== checker?.profileUuid) return deny('STEP_UP_REQUIRED');
  return hasSteppedUp(session.steppedUpAt, at) ? null : deny('STEP_UP_REQUIRED');
};

/** Which refusals of the owner end the request at once; after any other it waits on (domain rule 5.3). */
const endsRequest: Readonly<Record<string, Denial['follows']>> = {
  PROFILE_STALE: 'STALE',
  PHASE_FORBIDS: 'PHASE_CANCELLED',
};

const ownerAgrees: DecisionCheck = ({ ownerRefusal }) =>
  ownerRefusal === null ? null : { refusal: ownerRefusal, follows: endsRequest[ownerRefusal.code] ?? 'NOTHING' };

/** Holds for five minutes after a step-up, to the millisecond (SE4). */
export function hasSteppedUp(steppedUpAt: Date | null, at: Date): boolean {
  return steppedUpAt !== null && at.getTime() - steppedUpAt.getTime() <= STEP_UP_LASTS_MS;
}

/**
 * Same screen, in W2's order. The two comparisons of names stand before the look-up of the checker: they give nothing
 * away, and a maker who types their own ID is told so instead of losing a try.
 */
export const authoriseChecks: readonly DecisionCheck[] = [
  contentUnaltered,
  shownAsStored,
  makerSessionLive,
  codeIsEnough,
  makerIsNotChecker,
  checkerIsNotTarget,
  namedCheckerInGoodStanding,
  notSamePerson,
  codeOfThisMonth,
  ownerAgrees, // hours, phase, version unchanged
];

/** The checker's own session: the step-up stands in the place of the code, and the digest is what they read (M3). */
export const approveChecks: readonly DecisionCheck[] = [
  makerIsNotChecker,
  checkerIsNotTarget,
  checkerInGoodStanding,
  notSamePerson,
  queueIsOpen, // before the step-up: nobody proves himself only to hear that it is off
  steppedUp,
  contentUnaltered,
  shownAsStored,
  ownerAgrees,
];

/** Striking lines changes what others will decide on, so it takes whoever may approve; hours and phase are judged then (W24). */
export const strikeChecks: readonly DecisionCheck[] = [
  makerIsNotChecker,
  checkerIsNotTarget,
  checkerInGoodStanding,
  notSamePerson,
  steppedUp,
  contentUnaltered,
];

/** A rejection changes nothing, so neither hours nor phase speak against it. */
export const rejectChecks: readonly DecisionCheck[] = [
  makerIsNotChecker,
  checkerIsNotTarget,
  checkerInGoodStanding,
  steppedUp,
];
