import type { ChallengeOccasion, ChallengeOutcome, FlowView, Ports, Subject } from '@countersign/authenticator-kit';
import { allowSending } from './allow-sending.ts';
import { issued, limitReached, tooSoon } from './challenge-outcome.ts';
import { composeMail } from './compose-mail.ts';
import { drawCode, type DrawnCode } from './draw-code.ts';
import type { EmailOtpLimits } from './limits.ts';
import { currentGeneration } from './spent-table.ts';
import { addressMac, codeKey, parseStanding, type StandingCode } from './standing-code.ts';

type IssuePorts = Pick<Ports, 'clock' | 'tables' | 'volatile' | 'mail' | 'secrets'>;
type IssueCode = (flow: FlowView, subject: Subject | null, occasion: ChallengeOccasion) => Promise<ChallengeOutcome>;

/** Nobody's profile: looking it up costs as much and finds nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** State outlives the code, so that a late answer is told apart from none asked for; never over an hour (D4). */
const LONGEST_STATE_MS = 3_600_000;
/** Long enough for one sending to be decided; whoever died in between holds up his flow no longer. */
const CLAIM_MS = 10_000;

/** Sends a fresh code, or shows the standing one when it is too soon for another (O3, O4). */
export function createIssueCode(ports: IssuePorts, limits: EmailOtpLimits): IssueCode {
  const { clock, volatile, mail, secrets } = ports;

  return async (flow, subject, { automatic }) => {
    const now = clock.now().getTime();
    const stored = await volatile.get(codeKey(flow));
    const standing = parseStanding(stored);
    if (stored !== null && standing !== null && isCooling(standing, flow, subject, now)) {
      // The page asks once after the automatic mail: that is no wish for a second one.
      const show = automatic || (await markShown(stored, standing, flow, now));
      return show ? issued(standing, flow, subject) : tooSoon(standing.resendAvailableAt - now);
    }

    // Before anything is taken from the hour: requests of one flow that come together are one wish.
    const claim = `{flow:${flow.id}}:sending:${standing?.codeId ?? 'first'}`;
    if (!(await volatile.setIfAbsent(claim, '', { ttlMs: CLAIM_MS }))) return newest(flow, subject);
    const sent = await sendFresh(stored, { flow, subject, now, asked: !automatic });
    if (sent.outcome === 'refused') await volatile.delete(claim);
    return sent;
  };

  async function sendFresh(
    stored: string | null,
    wish: { readonly flow: FlowView; readonly subject: Subject | null; readonly now: number; readonly asked: boolean },
  ): Promise<ChallengeOutcome> {
    const { flow, subject, now } = wish;
    const permission = await allowSending(ports, limits, flow, subject);
    if (permission.outcome === 'refuse') return limitReached(permission.retryAfterMs);
    const generation = await ports.tables.read((tx) => currentGeneration(tx, subject?.profileUuid ?? NOBODY));
    const drawn = drawCode(secrets, limits, { ...wish, generation });
    if (!(await replace(stored, drawn.standing, flow, now))) return newest(flow, subject);
    send(drawn, subject, permission.outcome === 'send');
    return issued(drawn.standing, flow, subject);
  }

  /** Another request of this flow sent a code in between, or is about to. */
  async function newest(flow: FlowView, subject: Subject | null): Promise<ChallengeOutcome> {
    const other = parseStanding(await volatile.get(codeKey(flow)));
    return other === null ? tooSoon(limits.coolDownMs) : issued(other, flow, subject);
  }

  function isCooling(standing: StandingCode, flow: FlowView, subject: Subject | null, now: number): boolean {
    return (
      now < standing.resendAvailableAt &&
      standing.purpose === flow.purpose &&
      standing.profileUuid === (subject?.profileUuid ?? null) &&
      secrets.equal(standing.addressMac, addressMac(secrets, subject))
    );
  }

  /** True for the first request inside the cool-down, decided by one compare-and-set. */
  async function markShown(stored: string, standing: StandingCode, flow: FlowView, now: number): Promise<boolean> {
    if (standing.shownOnRequest) return false;
    const shown: StandingCode = { ...standing, shownOnRequest: true };
    return volatile.replaceIfEqual(codeKey(flow), stored, JSON.stringify(shown), lifetime(flow, now));
  }

  /** Makes a code the flow's only one, unless another request was quicker. */
  function replace(stored: string | null, fresh: StandingCode, flow: FlowView, now: number): Promise<boolean> {
    const value = JSON.stringify(fresh);
    return stored === null
      ? volatile.setIfAbsent(codeKey(flow), value, lifetime(flow, now))
      : volatile.replaceIfEqual(codeKey(flow), stored, value, lifetime(flow, now));
  }

  function lifetime(flow: FlowView, now: number): { ttlMs: number } {
    return { ttlMs: Math.min(LONGEST_STATE_MS, Math.max(limits.lifeMs, flow.expiresAt.getTime() - now)) };
  }

  /** Nobody is mailed by the same steps: the host's queue drops a mail without an address. */
  function send({ code, standing }: DrawnCode, subject: Subject | null, allowed: boolean): void {
    const { reference, codeId, expiresAt } = standing;
    mail.enqueue({
      ...composeMail({ userId: subject?.userId ?? '', code, reference, lifeMs: limits.lifeMs }),
      to: allowed ? (subject?.email ?? null) : null,
      id: `otp-${codeId}`,
      expiresAt: new Date(expiresAt),
    });
  }
}
