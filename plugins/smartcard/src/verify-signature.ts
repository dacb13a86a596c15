import type {
  FlowView,
  PluginTransaction,
  Ports,
  RejectionReason,
  Subject,
  Verdict,
} from '@countersign/authenticator-kit';
import { errorCodes } from './error-codes.ts';
import { warnOfExpiry } from './expiry-warning.ts';
import type { Issuer } from './issuers.ts';
import { objectionTo } from './judge-binding.ts';
import { type JudgedCertificate, judgeChain } from './judge-chain.ts';
import type { SmartcardAnswer } from './parse-answer.ts';
import { presentedCertificate } from './read-certificate.ts';
import type { RevocationBook } from './revocation.ts';
import { signedByCard } from './signed-by-card.ts';
import { spendNonce } from './spent-table.ts';
import { type FoundChallenge, findStanding } from './standing-challenge.ts';

export type SmartcardPorts = Pick<Ports, 'clock' | 'site' | 'tables' | 'volatile' | 'mail' | 'secrets'>;
type Verify = (flow: FlowView, subject: Subject | null, answer: SmartcardAnswer) => Promise<Verdict<PluginTransaction>>;

/** What is trusted: the configured issuers, and the lists in force now. */
export interface Trust {
  readonly issuers: readonly Issuer[];
  readonly revocation: () => Promise<RevocationBook>;
}

/**
 * Judges a card's answer. The work is the same whoever the flow is about, and whoever is nobody; nothing but a refusal
 * leaves here before a card of a configured issuer signed this very statement (O8, O18).
 */
export function createVerifySignature(ports: SmartcardPorts, trust: Trust): Verify {
  return async (flow, subject, answer) => {
    const standing = await findStanding(ports, flow, subject);
    const now = ports.clock.now();
    const card = genuineCard(answer, textOf(standing), { ...trust, revocation: await trust.revocation() }, now);
    if (typeof standing === 'string') return { outcome: 'rejected', reason: standing };
    if (card === null) return { outcome: 'rejected', reason: 'WRONG' };
    const objection = objectionTo(card, flow, subject, now);
    if (objection !== null || subject === null) return rejection(card, objection?.code ?? null);
    await warnOfExpiry(ports, subject, card.content);
    const nonceHash = ports.secrets.keyedHash(`nonce|${standing.statement.nonce}`);
    return {
      outcome: 'accepted',
      profileUuid: subject.profileUuid,
      consume: (tx) => spendNonce(tx, nonceHash, now.getTime()),
    };
  };
}

/** The certificate of an issuer's card that signed this text, or null. Never throws, whatever was sent. */
function genuineCard(
  { certificate, signature }: SmartcardAnswer,
  text: string,
  trusted: { readonly issuers: readonly Issuer[]; readonly revocation: RevocationBook },
  now: Date,
): JudgedCertificate | null {
  try {
    const presented = presentedCertificate(certificate);
    if (presented === null || !signedByCard(presented.key, text, signature)) return null;
    return judgeChain(presented, trusted, now);
  } catch {
    // OpenSSL throws for keys and signatures of impossible form: they are wrong answers like any other.
    return null;
  }
}

/** Without a challenge the signature is compared all the same, with a text that nobody was ever shown. */
function textOf(standing: FoundChallenge): string {
  return typeof standing === 'string' ? '' : standing.text;
}

const reasons: Readonly<Record<JudgedCertificate['state'], RejectionReason>> = {
  GOOD: 'SUBJECT_MISMATCH',
  EXPIRED: 'EXPIRED',
  NOT_YET_VALID: 'WRONG',
  REVOKED: 'REVOKED',
  UNKNOWN: 'WRONG',
};

function rejection(card: JudgedCertificate, code: keyof typeof errorCodes | null): Verdict<PluginTransaction> {
  const why = { outcome: 'rejected', reason: reasons[card.state] } as const;
  return code === null ? why : { ...why, tell: { code, message: errorCodes[code] } };
}
