import type { SessionPrincipal } from '@countersign/platform';
import { announceChange } from '../change-request/announce-change.ts';
import { decideInOwnSession } from '../change-request/decide-in-own-session.ts';
import { strikeChecks } from '../change-request/decision-checks.ts';
import type { Outcome } from '../change-request/outcome.ts';
import type { Parts } from '../ports/parts.ts';
import { strikeRows } from './strike-rows.ts';

/** The lines a checker strikes, all for one reason. */
export interface StrikeInput {
  readonly requestId: string;
  readonly lines: readonly number[];
  readonly reason: string;
}

/** The checker strikes lines in their own session, after a step-up; the request goes on waiting, with another digest (W24). */
export function strikeBulk(parts: Parts, session: SessionPrincipal, input: StrikeInput): Promise<Outcome> {
  const { requestId, lines, reason } = input;
  const strikes = [...new Set(lines)].map((line) => ({ line, reason }));
  return decideInOwnSession(parts, session, {
    requestId,
    shownDigest: null,
    action: 'change.rows-struck',
    checks: strikeChecks,
    isSame: () => false,
    commit: async (unit, request, { decision, entry }) => {
      const by = { uuid: session.profileUuid, userId: session.userId };
      const struck = await strikeRows(unit, request, { strikes, by });
      if ('refusal' in struck) {
        await unit.audit({ ...entry, outcome: 'REFUSED', code: struck.refusal.code });
        return struck;
      }
      if (struck.lines.length === 0) return struck.request;
      await unit.audit({ ...entry, after: { lines: struck.lines, reason } });
      await announceChange(unit, struck.request, decision.at);
      return struck.request;
    },
  });
}
