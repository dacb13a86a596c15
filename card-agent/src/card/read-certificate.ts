import { X509Certificate } from 'node:crypto';
import type { CardCertificate } from './card.ts';

const CURVES: Readonly<Record<string, CardCertificate['key']>> = { prime256v1: 'EC_P256', secp384r1: 'EC_P384' };
/** Client authentication and smartcard logon (RFC 5280 4.2.1.12); a certificate without the extension is left to the server. */
const PURPOSES = new Set(['1.3.6.1.5.5.7.3.2', '1.3.6.1.4.1.311.20.2.2']);

function keyOf(certificate: X509Certificate): CardCertificate['key'] | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  if (type === 'rsa') return 'RSA';
  return type === 'ec' ? (CURVES[details?.namedCurve ?? ''] ?? null) : null;
}

function forSigningIn(certificate: X509Certificate): boolean {
  const purposes: readonly string[] | undefined = certificate.keyUsage;
  return !certificate.ca && (purposes === undefined || purposes.some((purpose) => PURPOSES.has(purpose)));
}

/** A certificate that could sign in, or null: encryption certificates, authorities and unknown key types are passed over. */
export function readCertificate(der: Buffer, keyId: Buffer): CardCertificate | null {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(der);
  } catch {
    // Cards hold rubbish at times; it is no certificate then.
    return null;
  }
  const key = keyOf(certificate);
  if (key === null || !forSigningIn(certificate)) return null;
  return {
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    certificate: certificate.raw.toString('base64'),
    keyId: keyId.toString('hex'),
    subject: certificate.subject.replaceAll('\n', ', '),
    name: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '',
    notAfter: certificate.validToDate.toISOString(),
    key,
  };
}
