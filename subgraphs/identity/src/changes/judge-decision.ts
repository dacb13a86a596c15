import type { CalendarOverrides } from '../function-hours/calendar-override.ts';
import { outsideFunctionHours } from '../function-hours/outside-function-hours.ts';
import type { Catalogue } from '../groups/catalogue.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { type Judged, accepted, type Refusal, refused } from '../refusal.ts';
import { type Standing, standingOf } from '../user-profile/standing.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { ChangeKind, ChangeTarget, PairSide } from './change-kind.ts';
import { handForbidden } from './hand-forbidden.ts';
import { groundsOf } from './house-grounds.ts';
import { makerSide, mayCheckFor } from './pair-side.ts';
import type { Records } from './records.ts';
import { samePerson } from './same-person.ts';

/** Everything a decision depends on, as stored at this instant. A profile that is gone is null. */
export interface DecisionFacts {
  readonly kind: ChangeKind;
  readonly records: Pick<Records, 'permits'>;
  readonly maker: UserProfile | null;
  readonly checker: UserProfile | null;
  readonly target: ChangeTarget | null;
  readonly payload: unknown;
  readonly phase: MigrationPhase;
  readonly catalogue: Catalogue;
  readonly overrides: CalendarOverrides;
  /** True when maker and checker are one person whom a waiver lets be both (W2, S1 Q24). */
  readonly soleDa: boolean;
  readonly version: number;
  readonly now: Date;
  /** The instant whose function hours count. */
  readonly decidedAt: Date;
}

/** The three people of a change whose pair was found good. */
export interface JudgedPair {
  readonly maker: Standing;
  readonly checker: Standing;
  readonly target: ChangeTarget;
  /** True when only a waiver let this pair stand; each use is audited (H7). */
  readonly soleDa: boolean;
}

const stale = refused('PROFILE_STALE', 'The user profile was changed meanwhile. Open it again and repeat the change.');
/** What no longer is what was shown: a profile, or something of the house. */
const movedOn = ({ profile }: ChangeTarget) =>
  profile !== null
    ? stale
    : refused('PROFILE_STALE', 'It was changed meanwhile. Look at it again and repeat the change.');
const failed = refused('AUTHORISATION_FAILED', 'The checker or the authorisation code was not accepted.');

const makerGone = refused('MAKER_NOT_PERMITTED', 'The maker no longer has the right to make this change.');

/** The checks of W2 in their order; judged when the checker decides and again where the change is applied (M6). */
export function judgeDecision(facts: DecisionFacts): Judged<JudgedPair> {
  const pair = judgePair(facts);
  if (!pair.ok) return pair;
  const { maker, checker, side } = pair.value;
  // The house's own screens have no hours (domain 5.2).
  const closed = side === 'DA' ? outsideFunctionHours(facts.decidedAt, facts.overrides) : null;
  if (closed !== null) return { ok: false, refusal: closed };
  const { target, records, payload, phase } = facts;
  if (target === null || !withinReach(maker, target)) return stale;
  const grounds = groundsOf(payload);
  const forbidden = facts.kind.permitted({ records, side, phase, target, payload, grounds });
  if (forbidden !== null) return { ok: false, refusal: forbidden };
  const hand =
    handForbidden('SUBMIT_CHANGE', { records, side, phase, target, payload }) ??
    handForbidden('AUTHORISE_CHANGE', { records, side, phase, target, payload });
  if (hand !== null) return { ok: false, refusal: hand };
  return target.version === facts.version
    ? accepted({ maker, checker, target, soleDa: facts.soleDa })
    : movedOn(target);
}

/** Three different people, and a maker and a checker with the rights of this instant. */
function judgePair(facts: DecisionFacts): Judged<{ maker: Standing; checker: Standing; side: PairSide }> {
  const people = judgePeople(facts);
  if (!people.ok) return people;
  const { maker, checker } = people.value;
  const side = makerSide(maker);
  if (side === null) return makerGone;
  if (!mayCheckFor(maker, side, checker)) return failed;
  if (!facts.soleDa && samePerson(maker.profile, checker.profile)) {
    return refused(
      'SAME_PERSON',
      'Maker and checker share an email address or a smartcard, so they count as one person.',
    );
  }
  return accepted({ maker, checker, side });
}

function judgePeople({
  kind,
  maker,
  checker,
  target,
  payload,
  catalogue,
  soleDa,
  now,
}: DecisionFacts): Judged<{ maker: Standing; checker: Standing }> {
  if (maker === null) return refused('MAKER_NOT_PERMITTED', 'The maker no longer has the right to make this change.');
  if (checker === null) return failed;
  if (checker.uuid === maker.uuid && !soleDa)
    return refused('MAKER_IS_CHECKER', 'Maker and checker are the same. Ask another checker.');
  const own = target === null ? null : ownProfile(target, { kind, maker, checker, payload });
  if (own !== null) return { ok: false, refusal: own };
  return accepted({ maker: standingOf(maker, now, catalogue), checker: standingOf(checker, now, catalogue) });
}

/** Nobody checks a change of his own profile, and hardly anybody makes one (2.2, W9). */
function ownProfile(
  target: ChangeTarget,
  {
    kind,
    maker,
    checker,
    payload,
  }: Pick<DecisionFacts, 'kind' | 'payload'> & { readonly maker: UserProfile; readonly checker: UserProfile },
): Refusal | null {
  if (checker.uuid === target.uuid)
    return refused('CHECKER_IS_TARGET', 'The checker is the person whose profile would change. Ask another checker.')
      .refusal;
  if (maker.uuid !== target.uuid || kind.allowsOwnProfile?.(target, payload) === true) return null;
  return refused('MAKER_IS_TARGET', 'Nobody changes his own profile. Ask another maker.').refusal;
}

/** The tenant boundary once more: a participant's pair reaches its own participant only (M10). */
function withinReach(maker: Standing, target: ChangeTarget): boolean {
  return maker.profile.type === 'HKEX' || maker.profile.participant === target.participant;
}
