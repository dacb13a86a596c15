import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, KeyUsageFlags, type Name } from '@peculiar/asn1-x509';
import { basicConstraints, keyUsage, nameOf } from './certificate-parts.ts';
import { ECDSA_WITH_SHA256, type IssuerKey, pem, signCertificate, type Validity } from './sign-certificate.ts';

/** A certificate authority with its key at hand, both PEM: for demonstrations and tests, never a real house's. */
export interface Authority {
  readonly certificate: string;
  /** PKCS#8, P-256. */
  readonly privateKey: string;
}

const COMMON_NAME = '2.5.4.3';

/** Makes an authority: a root, or one below `parent`. */
export function createAuthority(
  made: Validity & { readonly name: string; readonly parent?: Authority; readonly pathLength?: number },
): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf([COMMON_NAME, made.name]);
  const own: IssuerKey = { key: keys.privateKey, algorithm: ECDSA_WITH_SHA256, digest: 'sha256' };
  const parent = made.parent === undefined ? { name: subject, signing: own } : openAuthority(made.parent);
  const certificate = signCertificate(
    {
      issuer: parent.name,
      subject,
      notBefore: made.notBefore,
      notAfter: made.notAfter,
      publicKeySpki: keys.publicKey.export({ type: 'spki', format: 'der' }),
      extensions: [
        basicConstraints(true, made.pathLength),
        keyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign),
      ],
    },
    parent.signing,
  );
  return {
    certificate: pem('CERTIFICATE', certificate),
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** An authority's name as its certificates bear it, and its key ready to sign. */
export function openAuthority(authority: Authority): { readonly name: Name; readonly signing: IssuerKey } {
  const { raw } = new X509Certificate(authority.certificate);
  return {
    name: AsnConvert.parse(raw, Certificate).tbsCertificate.subject,
    signing: { key: createPrivateKey(authority.privateKey), algorithm: ECDSA_WITH_SHA256, digest: 'sha256' },
  };
}
