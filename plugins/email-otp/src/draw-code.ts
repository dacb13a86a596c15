import type { FlowView, Ports, Subject } from '@countersign/authenticator-kit';
import { drawReference } from './draw-reference.ts';
import type { EmailOtpLimits } from './limits.ts';
import { addressMac, codeMac, type StandingCode } from './standing-code.ts';

/** A code in clear, for the mail alone, and the state by which it is recognised. */
export interface DrawnCode {
  readonly code: string;
  readonly standing: StandingCode;
}

/** Draws a code bound to this flow, purpose, person and address (O3, O5). */
export function drawCode(
  secrets: Ports['secrets'],
  limits: EmailOtpLimits,
  bound: {
    readonly flow: FlowView;
    readonly subject: Subject | null;
    readonly generation: number;
    readonly now: number;
    readonly asked: boolean;
  },
): DrawnCode {
  const { flow, subject, generation, now, asked } = bound;
  const code = secrets.randomDigits(limits.digits);
  const codeId = Buffer.from(secrets.randomBytes(16)).toString('hex');
  const standing: StandingCode = {
    codeId,
    mac: codeMac(secrets, { codeId, flow, subject, code }),
    purpose: flow.purpose,
    profileUuid: subject?.profileUuid ?? null,
    generation,
    addressMac: addressMac(secrets, subject),
    issuedAt: now,
    expiresAt: now + limits.lifeMs,
    resendAvailableAt: now + limits.coolDownMs,
    reference: drawReference(secrets),
    shownOnRequest: asked,
  };
  return { code, standing };
}
