import { type KeyLike, randomBytes, sign } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Certificate,
  type Extension,
  Extensions,
  type Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity as CertificateValidity,
  Version,
} from '@peculiar/asn1-x509';

/** From when until when a certificate says it is good. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Everything that an issuer vouches for. */
export interface CertificateRequest extends Validity {
  readonly issuer: Name;
  readonly subject: Name;
  readonly publicKeySpki: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly serialNumber?: Uint8Array;
}

/** How an issuer signs: the algorithm's object identifier, its digest, and the key. */
export interface IssuerKey {
  readonly key: KeyLike;
  readonly algorithm: string;
  readonly digest: string | null;
}

export const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

/** Signs a certificate of version 3. DER. */
export function signCertificate(request: CertificateRequest, issuer: IssuerKey): Uint8Array {
  const signature = new AlgorithmIdentifier({ algorithm: issuer.algorithm });
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: exact(request.serialNumber ?? newSerialNumber()),
    signature,
    issuer: request.issuer,
    validity: new CertificateValidity({ notBefore: request.notBefore, notAfter: request.notAfter }),
    subject: request.subject,
    subjectPublicKeyInfo: AsnConvert.parse(request.publicKeySpki, SubjectPublicKeyInfo),
    extensions: new Extensions([...request.extensions]),
  });
  const signatureValue = exact(sign(issuer.digest, Buffer.from(AsnConvert.serialize(tbsCertificate)), issuer.key));
  return new Uint8Array(
    AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: signature, signatureValue })),
  );
}

/** 126 random bits, positive (RFC 5280 4.1.2.2). */
function newSerialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

/** A buffer of exactly these bytes. */
export function exact(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** DER under a label, in lines of 64 (RFC 7468). */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
