import type { SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import { answerSettled } from './answer-settled.ts';
import { auditBy } from './audit-of.ts';
import type { ChangeRequest } from './change-request.ts';
import { decide } from './decide.ts';
import { loadRequest, notTheMaker, turnAway } from './load-request.ts';
import { moveHeld } from './move-request.ts';
import { type Outcome, outcomeOfJudgement } from './outcome.ts';

const ACTION = 'change.cancelled';

const isOwnCancellation = ({ state, decision, maker }: ChangeRequest): boolean =>
  state === 'CANCELLED' && decision?.by?.uuid === maker.uuid;

/** The maker takes the request back, at any hour: nothing changes by it (W2). */
export async function cancel(parts: Parts, session: SessionPrincipal, requestId: string): Promise<Outcome> {
  const at = parts.clock.now();
  const loaded = await loadRequest(parts, requestId);
  const code = notTheMaker(loaded, session);
  if (loaded === null || code !== null) {
    return turnAway(parts, session, { requestId, action: ACTION, code: code ?? 'REQUEST_NOT_FOUND' });
  }
  const attempt = { at, action: ACTION, isSame: isOwnCancellation };
  const earlier = await answerSettled(parts, session, loaded, attempt);
  if (earlier !== null) return earlier;
  const judgement = await decide(parts, loaded.id, async (unit, request) => {
    const decision = { by: request.maker, at, method: null };
    const ending = { code: 'CANCELLED', message: `Cancelled by its maker, ${request.maker.userId}.` };
    const entry = auditBy(session, request, { at, action: ACTION, outcome: 'SUCCESS' });
    return { decided: await moveHeld(unit, request, { to: 'CANCELLED', decision, ending, at, entry }) };
  });
  if (judgement !== 'TOO_LATE') return outcomeOfJudgement(judgement);
  const stored = (await loadRequest(parts, loaded.id)) ?? loaded;
  return (await answerSettled(parts, session, stored, attempt)) ?? { request: stored };
}
