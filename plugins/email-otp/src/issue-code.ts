import type { ChallengeOccasion, ChallengeOutcome, FlowView, Ports, Subject } from '@countersign/authenticator-kit';
import { allowSending } from './allow-sending.ts';
import { composeMail } from './compose-mail.ts';
import { drawReference } from './draw-reference.ts';
import type { EmailOtpLimits } from './limits.ts';
import { maskAddress } from './mask-address.ts';
import { addressMac, codeKey, codeMac, parseStanding, type StandingCode } from './standing-code.ts';

type IssuePorts = Pick<Ports, 'clock' | 'volatile' | 'mail' | 'secrets'>;
type IssueCode = (flow: FlowView, subject: Subject | null, occasion: ChallengeOccasion) => Promise<ChallengeOutcome>;

/** State outlives the code, so that a late answer is told apart from none asked for; never over an hour (D4). */
const LONGEST_STATE_MS = 3_600_000;

/** Sends a fresh code, or shows the standing one when it is too soon for another (O3, O4). */
export function createIssueCode(ports: IssuePorts, limits: EmailOtpLimits): IssueCode {
  const { clock, volatile, mail, secrets } = ports;

  return async (flow, subject, occasion) => {
    const now = clock.now().getTime();
    const key = codeKey(flow);
    const ttlMs = Math.min(LONGEST_STATE_MS, Math.max(limits.lifeMs, flow.expiresAt.getTime() - now));
    const stored = await volatile.get(key);
    const standing = parseStanding(stored);

    if (standing !== null && stored !== null && now < standing.resendAvailableAt && isFor(standing, flow, subject)) {
      // The page asks once after the automatic mail: that is no wish for a second one.
      if (occasion.automatic) return issued(standing, flow, subject);
      const shown = JSON.stringify({ ...standing, shownOnRequest: true } satisfies StandingCode);
      if (!standing.shownOnRequest && (await volatile.replaceIfEqual(key, stored, shown, { ttlMs }))) {
        return issued(standing, flow, subject);
      }
      return tooSoon(standing.resendAvailableAt - now);
    }

    const permission = await allowSending(ports, limits, flow, subject);
    if (permission.outcome === 'refuse') return limitReached(permission.retryAfterMs);

    const code = secrets.randomDigits(limits.digits);
    const fresh = freshCode(flow, subject, code, { now, shownOnRequest: !occasion.automatic });
    const value = JSON.stringify(fresh);
    const won =
      stored === null
        ? await volatile.setIfAbsent(key, value, { ttlMs })
        : await volatile.replaceIfEqual(key, stored, value, { ttlMs });
    if (!won) {
      // Another request of this flow sent one in between: that one is the newest.
      const other = parseStanding(await volatile.get(key));
      return other === null ? tooSoon(limits.coolDownMs) : issued(other, flow, subject);
    }

    const addressee = permission.outcome === 'send' ? (subject?.email ?? null) : null;
    mail.enqueue({
      ...composeMail({ userId: subject?.userId ?? '', code, reference: fresh.reference, lifeMs: limits.lifeMs }),
      to: addressee,
      id: `otp-${fresh.codeId}`,
      expiresAt: new Date(fresh.expiresAt),
    });
    return issued(fresh, flow, subject);
  };

  function isFor(standing: StandingCode, flow: FlowView, subject: Subject | null): boolean {
    return (
      standing.purpose === flow.purpose &&
      standing.profileUuid === (subject?.profileUuid ?? null) &&
      secrets.equal(standing.addressMac, addressMac(secrets, subject))
    );
  }

  function freshCode(
    flow: FlowView,
    subject: Subject | null,
    code: string,
    at: { readonly now: number; readonly shownOnRequest: boolean },
  ): StandingCode {
    const codeId = Buffer.from(secrets.randomBytes(16)).toString('hex');
    return {
      codeId,
      mac: codeMac(secrets, { codeId, flow, subject, code }),
      purpose: flow.purpose,
      profileUuid: subject?.profileUuid ?? null,
      addressMac: addressMac(secrets, subject),
      issuedAt: at.now,
      expiresAt: at.now + limits.lifeMs,
      resendAvailableAt: at.now + limits.coolDownMs,
      reference: drawReference(secrets),
      shownOnRequest: at.shownOnRequest,
    };
  }
}

function issued(code: StandingCode, flow: FlowView, subject: Subject | null): ChallengeOutcome {
  return {
    outcome: 'issued',
    challenge: {
      issuedAt: new Date(code.issuedAt),
      expiresAt: new Date(code.expiresAt),
      reference: code.reference,
      // In a reset nobody has proven anything yet: not even the shape of the address may show (O8).
      sentTo: flow.purpose === 'RESET' || !subject?.email ? null : maskAddress(subject.email),
      resendAvailableAt: new Date(code.resendAvailableAt),
    },
  };
}

function tooSoon(retryAfterMs: number): ChallengeOutcome {
  const message = 'A code was sent a moment ago. Please wait before asking for another.';
  return { outcome: 'refused', code: 'OTP_RESEND_TOO_SOON', message, retryAfterMs };
}

function limitReached(retryAfterMs: number): ChallengeOutcome {
  const message = 'Too many codes were sent. Please try again later.';
  return { outcome: 'refused', code: 'OTP_SEND_LIMIT_REACHED', message, retryAfterMs };
}
