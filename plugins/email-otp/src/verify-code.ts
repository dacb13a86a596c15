import {
  parseNumericCode,
  type FlowView,
  type NumericCode,
  type PluginTransaction,
  type Ports,
  type RejectionReason,
  type Subject,
  type Verdict,
} from '@countersign/authenticator-kit';
import type { EmailOtpLimits } from './limits.ts';
import { spendCode } from './spent-table.ts';
import { addressMac, codeKey, codeMac, parseStanding, type StandingCode } from './standing-code.ts';

type Verify = (flow: FlowView, subject: Subject | null, answer: NumericCode) => Promise<Verdict<PluginTransaction>>;

/** Stands in where no challenge was issued, so that such an answer costs as much as any. */
const noCode: StandingCode = {
  codeId: 'none',
  mac: '',
  purpose: 'LOGIN',
  profileUuid: null,
  generation: 0,
  addressMac: '',
  issuedAt: 0,
  expiresAt: 0,
  resendAvailableAt: 0,
  reference: '',
  shownOnRequest: true,
};

/** Takes a try, then compares, then judges: the try is gone before anything is learnt from it (O3). */
export function createVerifyCode(ports: Pick<Ports, 'clock' | 'volatile' | 'secrets'>, limits: EmailOtpLimits): Verify {
  const { clock, volatile, secrets } = ports;

  return async (flow, subject, answer) => {
    const parsed = parseNumericCode(answer.code, limits.digits);
    const standing = parseStanding(await volatile.get(codeKey(flow))) ?? noCode;
    if (!(await takeTry(flow, standing.codeId))) return rejected('ATTEMPTS_EXCEEDED');

    const { codeId, generation } = standing;
    const mac = codeMac(secrets, { codeId, flow, subject, code: parsed.ok ? parsed.answer.code : '' });
    const agrees = secrets.equal(mac, standing.mac);
    const sameAddress = secrets.equal(addressMac(secrets, subject), standing.addressMac);
    const now = clock.now().getTime();

    if (!parsed.ok) return rejected('MALFORMED');
    if (standing === noCode) return rejected('NOT_CHALLENGED');
    if (subject === null || !subject.email) return rejected('NOT_ENROLLED');
    const objection = objectionTo(standing, { flow, subject, now, sameAddress, agrees });
    if (objection !== null) return rejected(objection);

    const { profileUuid } = subject;
    return {
      outcome: 'accepted',
      profileUuid,
      consume: (tx) => spendCode(tx, { codeId, profileUuid, generation, now }),
    };
  };

  async function takeTry(flow: FlowView, codeId: string): Promise<boolean> {
    const windowMs = limits.sendWindowMs;
    const ofFlow = await volatile.countUp(`{flow:${flow.id}}:tries`, { limit: limits.triesPerFlow, windowMs });
    const ofCode = await volatile.countUp(`{flow:${flow.id}}:tries:${codeId}`, {
      limit: limits.triesPerCode,
      windowMs,
    });
    return ofFlow.allowed && ofCode.allowed;
  }
}

interface Judged {
  readonly flow: FlowView;
  readonly subject: Subject;
  readonly now: number;
  readonly sameAddress: boolean;
  readonly agrees: boolean;
}

/** How far clocks of several instances may lie apart. A code issued later than that from now saw the clock set back. */
const CLOCKS_APART_MS = 120_000;

/** Half-open life: a code is good at 299.9 s and gone at 300.0 s, and no clock set back lengthens it (O7). */
function objectionTo(standing: StandingCode, judged: Judged): RejectionReason | null {
  if (standing.profileUuid !== judged.subject.profileUuid || standing.purpose !== judged.flow.purpose)
    return 'SUBJECT_MISMATCH';
  if (!judged.sameAddress) return 'SUBJECT_MISMATCH';
  if (judged.now >= standing.expiresAt || judged.now < standing.issuedAt - CLOCKS_APART_MS) return 'EXPIRED';
  return judged.agrees ? null : 'WRONG';
}

function rejected(reason: RejectionReason): Verdict<PluginTransaction> {
  return { outcome: 'rejected', reason };
}
