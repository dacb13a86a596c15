import type { SessionPrincipal } from '@countersign/platform';
import { hasSteppedUp } from '../change-request/decision-checks.ts';
import { hongKongTime } from '../change-request/hong-kong-time.ts';
import { mayDecide } from '../change-request/may-decide.ts';
import type { Parts } from '../ports/parts.ts';
import type { Standing } from '../ports/people.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { AuthorisationCode } from './authorisation-code.ts';
import { codeMonth } from './code-month.ts';
import { deriveCode } from './derive-code.ts';
import { showCode } from './normalise-code.ts';

/** A code as its checker sees it. It exists in this answer and nowhere else. */
export interface ShownCode {
  readonly code: string;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly version: number;
}

export type Reveal = { readonly shown: ShownCode } | { readonly refusal: Refusal };

function closedUntil(nextOpening: Date | null): Refusal {
  const when =
    nextOpening === null ? 'No opening is announced yet.' : `It opens again at ${hongKongTime(nextOpening)}.`;
  const message = `Get Authorisation Code is closed at this hour. ${when}`;
  return { code: 'OUTSIDE_FUNCTION_HOURS', message, field: null, nextOpening };
}

/** A participant's checker whom the matrix lets see a code now; the clearing house's own staff have none (W3, domain 2.2). */
function mayHoldCode(standing: Standing): boolean {
  const { participant, permitted } = standing;
  return participant !== null && mayDecide(standing) && permitted.includes('REVEAL_AUTHORISATION_CODE');
}

/**
 * Why this person may not see a code now; null when they may: a checker, within hours, after a step-up (W3, SE4). Hours
 * stand before the step-up, so that nobody proves himself only to hear that the function is closed.
 */
async function whyNot(parts: Parts, session: SessionPrincipal, at: Date): Promise<Refusal | null> {
  const { people } = parts;
  const [standing, own, isLocked, hours] = await Promise.all([
    people.byUuid(session.profileUuid),
    people.session(session.sessionId),
    people.isLocked(session.profileUuid),
    people.functionHours(),
  ]);
  if (standing === null || !mayHoldCode(standing) || isLocked) return refuse('NOT_A_CHECKER');
  if (!hours.open) return closedUntil(hours.nextOpening);
  const isOwn = own?.live === true && own.profileUuid === session.profileUuid;
  return isOwn && hasSteppedUp(own.steppedUpAt, at) ? null : refuse('STEP_UP_REQUIRED');
}

function show(parts: Parts, code: AuthorisationCode, at: Date): ShownCode {
  const month = codeMonth(at);
  const derived = deriveCode(parts.codeKey, {
    checkerUuid: code.checkerUuid,
    month: month.name,
    version: code.version,
  });
  return { code: showCode(derived), validFrom: month.from, validUntil: month.until, version: code.version };
}

/** The version that was current when the request came in; null before the first code. */
type Seen = Pick<AuthorisationCode, 'checkerUuid' | 'version'> | null;

type Obtain = (unit: UnitOfWork, checkerUuid: string, at: Date, seen: Seen) => Promise<AuthorisationCode | null>;

/** Issues the first code on the first call; a revoked one stays revoked until renewed (W3). */
const current: Obtain = async (unit, checkerUuid, at) => {
  await unit.codes.issue(checkerUuid, at);
  const code = await unit.codes.find(checkerUuid);
  return code?.revokedAt === null ? code : null;
};

/** The guard is the version seen before, so that a double click renews once and both answers show the same code. */
const renewed: Obtain = async (unit, checkerUuid, at, seen) => {
  if (seen === null) await unit.codes.issue(checkerUuid, at);
  else await unit.codes.renew(seen, at);
  return unit.codes.find(checkerUuid);
};

async function give(
  parts: Parts,
  session: SessionPrincipal,
  way: { readonly action: string; readonly obtain: Obtain },
): Promise<Reveal> {
  const at = parts.clock.now();
  const { profileUuid, userId, participant, sessionId, source } = session;
  const seen = await parts.store.read((unit) => unit.codes.find(profileUuid));
  const denied = await whyNot(parts, session, at);
  return parts.store.change(async (unit) => {
    const code = denied === null ? await way.obtain(unit, profileUuid, at, seen) : null;
    const refusal = denied ?? (code === null ? refuse('AUTHORISATION_CODE_REVOKED') : null);
    await unit.audit({
      at,
      action: way.action,
      outcome: refusal === null ? 'SUCCESS' : 'REFUSED',
      actor: userId,
      actorUuid: profileUuid,
      participant,
      sessionId,
      sourceAddress: source.address,
      target: userId,
      targetUuid: profileUuid,
      ...(refusal === null ? { after: { version: code?.version } } : { code: refusal.code }),
    });
    return code === null || refusal !== null
      ? { refusal: refusal ?? refuse('AUTHORISATION_CODE_REVOKED') }
      : { shown: show(parts, code, at) };
  });
}

/** Get Authorisation Code: the code of the current Hong Kong month, the same on every call (W3). */
export function revealCode(parts: Parts, session: SessionPrincipal): Promise<Reveal> {
  return give(parts, session, { action: 'authorisation-code.revealed', obtain: current });
}

/** Renew now: the old code is dead at once, and a revoked one is replaced by the checker's own act (W3). */
export function renewCode(parts: Parts, session: SessionPrincipal): Promise<Reveal> {
  return give(parts, session, { action: 'authorisation-code.renewed', obtain: renewed });
}
