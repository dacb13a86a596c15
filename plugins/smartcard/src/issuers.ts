import { X509Certificate } from 'node:crypto';
import { type CertificateContent, certificateContent, presentedCertificate } from './read-certificate.ts';

/** A configured authority, judged once when it was loaded. */
export interface Issuer {
  readonly x509: X509Certificate;
  readonly content: CertificateContent;
  /** Null for a root. */
  readonly parent: Issuer | null;
}

/** Thrown for issuers that cannot be used; the message says which and why. */
export class IssuersUnusable extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'IssuersUnusable';
  }
}

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads the authorities that issue cards, roots and intermediates in any order. Each must be an authority by its own word,
 * strong enough, and stand below a root of the same list: what is not configured is never trusted (W10).
 */
export function readIssuers(pem: string): readonly Issuer[] {
  const read = (pem.match(BLOCK) ?? []).map(readOne);
  if (read.length === 0) throw new IssuersUnusable('there is no certificate in PEM');
  return read.map((one) => placed(one, read, 0));
}

type Unplaced = Omit<Issuer, 'parent'>;

function readOne(block: string): Unplaced {
  const bytes = Buffer.from(block.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  const presented = presentedCertificate(bytes);
  if (presented === null)
    throw new IssuersUnusable('a block is no certificate with an RSA key from 2048 bits, P-256 or P-384');
  const { x509 } = presented;
  const content = certificateContent(x509);
  if (content === null)
    throw new IssuersUnusable(`${nameOf(x509)} has a weak signature, or a critical extension unknown here`);
  if (!content.use.authority || !content.use.keyCertSign)
    throw new IssuersUnusable(`${nameOf(x509)} is no authority: it needs CA:TRUE and keyCertSign`);
  return { x509, content };
}

function placed(one: Unplaced, all: readonly Unplaced[], depth: number): Issuer {
  if (isIssuedBy(one.x509, one.x509)) return { ...one, parent: null };
  const parent = all.find((other) => other !== one && isIssuedBy(one.x509, other.x509));
  if (parent === undefined || depth > all.length)
    throw new IssuersUnusable(`the issuer of ${nameOf(one.x509)} is missing: the chain must end in a root`);
  return { ...one, parent: placed(parent, all, depth + 1) };
}

/** Whether names, uses and signature agree that `issuer` issued this (RFC 5280 6.1.3). */
export function isIssuedBy(x509: X509Certificate, issuer: X509Certificate): boolean {
  return x509.checkIssued(issuer) && x509.verify(issuer.publicKey);
}

function nameOf(x509: X509Certificate): string {
  return x509.subject.replaceAll('\n', ', ');
}
