import { verify } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList, type Extension } from '@peculiar/asn1-x509';
import { digestOfSignature } from './algorithms.ts';
import type { Issuer } from './issuers.ts';
import { canonicalSerial } from './read-certificate.ts';

/** A revocation list whose issuer signed it. Whether it is stale is asked anew each time. */
export interface RevocationList {
  readonly issuerName: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** Serial numbers in hexadecimal, without leading zeros. */
  readonly revoked: ReadonlySet<string>;
}

/** Reads a list, DER; null unless one of these issuers signed it, it names its next update, and nothing critical in it is unknown. */
export function readRevocationList(der: Uint8Array, issuers: readonly Issuer[]): RevocationList | null {
  try {
    const list = AsnConvert.parse(der, CertificateList);
    const issuerName = Buffer.from(AsnConvert.serialize(list.tbsCertList.issuer)).toString('base64');
    const issuer = issuers.find(({ content }) => content.subjectName === issuerName && content.use.crlSign);
    if (issuer === undefined || !isSignedBy(list, issuer) || holdsUnknown(list)) return null;
    const { thisUpdate, nextUpdate, revokedCertificates = [] } = list.tbsCertList;
    if (nextUpdate === undefined) return null;
    return {
      issuerName,
      thisUpdate: thisUpdate.getTime(),
      nextUpdate: nextUpdate.getTime(),
      revoked: new Set(
        revokedCertificates.map(({ userCertificate }) => canonicalSerial(Buffer.from(userCertificate).toString('hex'))),
      ),
    };
  } catch {
    return null;
  }
}

function isSignedBy({ tbsCertListRaw, tbsCertList, signatureAlgorithm, signature }: CertificateList, issuer: Issuer) {
  const digest = digestOfSignature.get(signatureAlgorithm.algorithm);
  if (digest === undefined || tbsCertListRaw === undefined || !tbsCertList.signature.isEqual(signatureAlgorithm))
    return false;
  return verify(digest, Buffer.from(tbsCertListRaw), issuer.x509.publicKey, Buffer.from(signature));
}

/** A partial, indirect or delta list says so by a critical extension; none of those is read as a whole one (RFC 5280 5.2). */
function holdsUnknown({ tbsCertList }: CertificateList): boolean {
  const critical = (extensions: readonly Extension[] | undefined) => (extensions ?? []).some((one) => one.critical);
  const entries = tbsCertList.revokedCertificates ?? [];
  return critical(tbsCertList.crlExtensions) || entries.some((entry) => critical(entry.crlEntryExtensions));
}
