import { type KeyObject, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, Version } from '@peculiar/asn1-x509';
import { digestOfSignature, kindOfKey } from './algorithms.ts';
import { type StatedUse, statedUse } from './extensions.ts';

/** A certificate as OpenSSL reads it: well-formed, with a key above the floor, and vouched for by nobody yet. */
export interface PresentedCertificate {
  readonly x509: X509Certificate;
  readonly key: KeyObject;
}

/** What a certificate says, read after an issuer's signature was found good. */
export interface CertificateContent {
  readonly use: StatedUse;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** In hexadecimal, without leading zeros. */
  readonly serialNumber: string;
  /** DER of the issuer's and of the subject's name. */
  readonly issuerName: string;
  readonly subjectName: string;
  readonly commonName: string | null;
  /** The subject's serialNumber attribute: the SRN of a card. Null when absent, or there more than once. */
  readonly srn: string | null;
}

const COMMON_NAME = '2.5.4.3';
const SERIAL_NUMBER = '2.5.4.5';

/** Null for bytes that are no single certificate in DER, end to end, or whose key is too weak to be worth a look. */
export function presentedCertificate(bytes: Uint8Array): PresentedCertificate | null {
  try {
    const x509 = new X509Certificate(Buffer.from(bytes));
    const key = x509.publicKey;
    return x509.raw.equals(bytes) && kindOfKey(key) !== null ? { x509, key } : null;
  } catch {
    return null;
  }
}

/** Reads what is relied on; null when any of it is odd. Only for certificates whose issuer's signature was checked. */
export function certificateContent(x509: X509Certificate): CertificateContent | null {
  try {
    return contentOf(AsnConvert.parse(x509.raw, Certificate), x509);
  } catch {
    return null;
  }
}

function contentOf(certificate: Certificate, x509: X509Certificate): CertificateContent | null {
  const { tbsCertificate, signatureAlgorithm } = certificate;
  const use = statedUse(certificate);
  const sound = digestOfSignature.has(signatureAlgorithm.algorithm) && tbsCertificate.version === Version.v3;
  if (use === null || !sound || !tbsCertificate.signature.isEqual(signatureAlgorithm)) return null;
  const attributes = [...tbsCertificate.subject].flatMap((part) => [...part]);
  const only = (type: string) => {
    const values = attributes.filter((attribute) => attribute.type === type);
    return values.length === 1 ? (values[0]?.value.toString() ?? null) : null;
  };
  return {
    use,
    notBefore: tbsCertificate.validity.notBefore.getTime(),
    notAfter: tbsCertificate.validity.notAfter.getTime(),
    serialNumber: canonicalSerial(x509.serialNumber),
    issuerName: Buffer.from(AsnConvert.serialize(tbsCertificate.issuer)).toString('base64'),
    subjectName: Buffer.from(AsnConvert.serialize(tbsCertificate.subject)).toString('base64'),
    commonName: only(COMMON_NAME),
    srn: only(SERIAL_NUMBER),
  };
}

/** Serial numbers as numbers, so that no leading zero makes two of one. */
export function canonicalSerial(hexadecimal: string): string {
  return hexadecimal.toLowerCase().replace(/^0+(?=.)/, '');
}
