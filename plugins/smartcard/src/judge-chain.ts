import type { Issuer } from './issuers.ts';
import { isIssuedBy } from './issuers.ts';
import { type CertificateContent, certificateContent, type PresentedCertificate } from './read-certificate.ts';
import type { RevocationBook } from './revocation.ts';

/** A certificate that a configured issuer vouches for, with what is to be said of it at this instant. */
export interface JudgedCertificate {
  readonly content: CertificateContent;
  readonly state: 'GOOD' | 'EXPIRED' | 'NOT_YET_VALID' | 'REVOKED' | 'UNKNOWN';
}

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const SMARTCARD_LOGON = '1.3.6.1.4.1.311.20.2.2';
const ANY_PURPOSE = '2.5.29.37.0';

/** Null unless the chain leads to a configured root, each link may issue the next, and the certificate is a signing card's (RFC 5280 6.1). */
export function judgeChain(
  presented: PresentedCertificate,
  trusted: { readonly issuers: readonly Issuer[]; readonly revocation: RevocationBook },
  now: Date,
): JudgedCertificate | null {
  const issuer = trusted.issuers.find((one) => isIssuedBy(presented.x509, one.x509));
  if (issuer === undefined) return null;
  // Only now, with an issuer's signature over these bytes, is it worth reading what they say.
  const content = certificateContent(presented.x509);
  if (content === null || !isForCards(content) || !mayIssue(issuer, now)) return null;
  return { content, state: stateOf(content, issuer, trusted.revocation, now) };
}

function isForCards({ use }: CertificateContent): boolean {
  const purposes = use.purposes ?? [];
  return (
    !use.authority && use.digitalSignature && (purposes.includes(CLIENT_AUTH) || purposes.includes(SMARTCARD_LOGON))
  );
}

/** Whether every authority up to the root is in date, allows as many below it, and does not exclude clients. */
function mayIssue(issuer: Issuer, now: Date): boolean {
  let below = 0;
  for (let one: Issuer | null = issuer; one !== null; one = one.parent) {
    const { use, notBefore, notAfter } = one.content;
    if (now < notBefore || now > notAfter) return false;
    if (use.pathLength !== null && below > use.pathLength) return false;
    if (
      use.purposes !== null &&
      ![CLIENT_AUTH, SMARTCARD_LOGON, ANY_PURPOSE].some((purpose) => use.purposes?.includes(purpose))
    )
      return false;
    below += 1;
  }
  return true;
}

function stateOf(
  content: CertificateContent,
  issuer: Issuer,
  revocation: RevocationBook,
  now: Date,
): JudgedCertificate['state'] {
  if (now < content.notBefore) return 'NOT_YET_VALID';
  if (now > content.notAfter) return 'EXPIRED';
  const statuses = [
    revocation.status(issuer, content.serialNumber, now),
    ...authorityStatuses(issuer, revocation, now),
  ];
  if (statuses.includes('REVOKED')) return 'REVOKED';
  return statuses.includes('UNKNOWN') ? 'UNKNOWN' : 'GOOD';
}

/** An intermediate can be revoked by the authority above it; a root by nobody. */
function authorityStatuses(issuer: Issuer, revocation: RevocationBook, now: Date) {
  const statuses = [];
  for (let one = issuer; one.parent !== null; one = one.parent)
    statuses.push(revocation.status(one.parent, one.content.serialNumber, now));
  return statuses;
}
