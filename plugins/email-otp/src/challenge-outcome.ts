import type { ChallengeOutcome, FlowView, Subject } from '@countersign/authenticator-kit';
import { maskAddress } from './mask-address.ts';
import type { StandingCode } from './standing-code.ts';

/** What the person sees of a code that was sent. */
export function issued(code: StandingCode, flow: FlowView, subject: Subject | null): ChallengeOutcome {
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

/** Refusal inside the cool-down (O4). */
export function tooSoon(retryAfterMs: number): ChallengeOutcome {
  const message = 'A code was sent a moment ago. Please wait before asking for another.';
  return { outcome: 'refused', code: 'OTP_RESEND_TOO_SOON', message, retryAfterMs };
}

/** Refusal when an hour's sendings are used up (O4). */
export function limitReached(retryAfterMs: number): ChallengeOutcome {
  const message = 'Too many codes were sent. Please try again later.';
  return { outcome: 'refused', code: 'OTP_SEND_LIMIT_REACHED', message, retryAfterMs };
}
