import { sign } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  CertificateList,
  type Extension,
  RevokedCertificate,
  TBSCertList,
  Time,
  Version,
} from '@peculiar/asn1-x509';
import { type Authority, openAuthority } from './authority.ts';
import { exact, pem } from './sign-certificate.ts';

/** A list of revoked certificates and the time that it speaks for. */
export interface RevocationRequest {
  /** Serial numbers of certificates, in hexadecimal. */
  readonly revoked: readonly string[];
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly extensions?: readonly Extension[];
}

/** Issues the authority's revocation list (RFC 5280 5). PEM. */
export function issueRevocationList(authority: Authority, list: RevocationRequest): string {
  const { name, signing } = openAuthority(authority);
  const signature = new AlgorithmIdentifier({ algorithm: signing.algorithm });
  const entries = list.revoked.map(
    (serial) =>
      new RevokedCertificate({
        userCertificate: exact(Buffer.from(serial, 'hex')),
        revocationDate: new Time(list.thisUpdate),
      }),
  );
  const tbsCertList = new TBSCertList({
    version: Version.v2,
    signature,
    issuer: name,
    thisUpdate: new Time(list.thisUpdate),
    ...(list.nextUpdate === undefined ? {} : { nextUpdate: new Time(list.nextUpdate) }),
    ...(entries.length === 0 ? {} : { revokedCertificates: entries }),
    ...(list.extensions === undefined ? {} : { crlExtensions: [...list.extensions] }),
  });
  const value = exact(sign(signing.digest, Buffer.from(AsnConvert.serialize(tbsCertList)), signing.key));
  const issued = new CertificateList({ tbsCertList, signatureAlgorithm: signature, signature: value });
  return pem('X509 CRL', new Uint8Array(AsnConvert.serialize(issued)));
}
