import type { FlowView, Subject, SubjectCard } from '@countersign/authenticator-kit';
import type { SmartcardCode } from './error-codes.ts';
import type { JudgedCertificate } from './judge-chain.ts';

const states = {
  EXPIRED: 'CERT_EXPIRED',
  NOT_YET_VALID: null,
  REVOKED: 'CERT_REVOKED',
  UNKNOWN: 'CERT_STATUS_UNKNOWN',
} as const satisfies Record<Exclude<JudgedCertificate['state'], 'GOOD'>, SmartcardCode | null>;

/** What stands against a genuine card that signed rightly; `code` null where nothing more than a refusal is said. */
export type Objection = { readonly code: SmartcardCode | null } | null;

/**
 * What is wrong with the card comes first, as it is the same for whomever it is shown. After that a card that names somebody
 * else hears the same of every user ID, whether anybody has it or not; only one that names this very user learns how he
 * stands (O8, W10).
 */
export function objectionTo(card: JudgedCertificate, flow: FlowView, subject: Subject | null, now: Date): Objection {
  if (card.state !== 'GOOD') return { code: states[card.state] };
  const bound = subject?.card ?? null;
  if (bound !== null && isHis(card, bound)) return staleBy(bound.certificateExpiry, card, now);
  if (card.content.commonName !== flow.claimedId) return { code: 'SRN_MISMATCH' };
  if (subject === null) return { code: null };
  return { code: bound?.allowed === true ? 'SRN_MISMATCH' : 'SMARTCARD_NOT_ALLOWED' };
}

function isHis({ content }: JudgedCertificate, bound: SubjectCard): boolean {
  return bound.allowed && bound.srn !== null && content.srn === bound.srn;
}

/** A card that is good for longer than what is registered holds another certificate than the profile's. */
function staleBy(certificateExpiry: string | null, card: JudgedCertificate, now: Date): Objection {
  if (certificateExpiry === null) return null;
  const registered = endOfDay(certificateExpiry);
  if (now > registered) return { code: 'CERT_EXPIRED' };
  return card.content.notAfter > registered ? { code: 'SRN_MISMATCH' } : null;
}

/** The last instant of a day in Hong Kong, the only zone of the product's dates (domain 5). */
function endOfDay(day: string): Date {
  return new Date(`${day}T23:59:59.999+08:00`);
}
