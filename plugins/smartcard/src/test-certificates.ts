import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Extension, id_kp_clientAuth, KeyUsageFlags, type Name } from '@peculiar/asn1-x509';
import type { Authority } from './issuing/index.ts';
import { openAuthority } from './issuing/authority.ts';
import { basicConstraints, extendedKeyUsage, keyUsage, nameOf } from './issuing/certificate-parts.ts';
import { type IssuerKey, pem, signCertificate } from './issuing/sign-certificate.ts';
import { cardExpiry, type freshLists, issuing, life, type TestCard } from './test-cards.ts';

/** One way in which a card's answer is not good, all else being as it should. */
export interface Variant {
  readonly card?: () => TestCard;
  readonly statement?: (statement: string) => string;
  readonly answer?: (card: TestCard, statement: string) => { readonly certificate: string; readonly signature: string };
  readonly issuers?: string;
  readonly lists?: (card: TestCard) => ReturnType<typeof freshLists>;
  /** The code that its holder may be told; most are told nothing. */
  readonly told?: string;
}

/** Whoever signs certificates: a name, and a key with its algorithm. */
export interface Signer {
  readonly name: Name;
  readonly signing: IssuerKey;
}

/** What a certificate of the corpus says in place of what a good one says. */
export interface Oddity {
  readonly signer?: Signer | Authority;
  readonly key?: KeyObject;
  readonly subject?: readonly (readonly [string, string])[];
  readonly extensions?: readonly Extension[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serialNumber?: Uint8Array;
}

export const CN = '2.5.4.3';
export const SERIAL = '2.5.4.5';
export const good = {
  subject: [
    [CN, 'HKABC101'],
    [SERIAL, 'SC700000a1'],
  ],
  constraints: basicConstraints(false),
  usage: keyUsage(KeyUsageFlags.digitalSignature),
  purpose: extendedKeyUsage(id_kp_clientAuth),
} as const;

/** The card of HKABC101, good but for the oddity. */
export function oddCard(odd: Oddity = {}): TestCard {
  const signer =
    odd.signer === undefined ? openAuthority(issuing) : 'name' in odd.signer ? odd.signer : openAuthority(odd.signer);
  const key = odd.key ?? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const certificate = signCertificate(
    {
      issuer: signer.name,
      subject: nameOf(...(odd.subject ?? good.subject)),
      publicKeySpki: createPublicKey(key).export({ type: 'spki', format: 'der' }),
      notBefore: odd.notBefore ?? life.notBefore,
      notAfter: odd.notAfter ?? cardExpiry,
      extensions: odd.extensions ?? [good.constraints, good.usage, good.purpose],
      ...(odd.serialNumber === undefined ? {} : { serialNumber: odd.serialNumber }),
    },
    signer.signing,
  );
  return { certificate, key };
}

/** An authority of any make below another, or a root of its own. */
export function oddAuthority(
  name: string,
  odd: Omit<Oddity, 'subject'> & { readonly algorithm?: string; readonly digest?: string } = {},
): Signer & { readonly pem: string } {
  const key = odd.key ?? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const own: Signer = {
    name: nameOf([CN, name]),
    signing: { key, algorithm: odd.algorithm ?? '1.2.840.10045.4.3.2', digest: odd.digest ?? 'sha256' },
  };
  const { certificate } = oddCard({
    notAfter: life.notAfter,
    extensions: [basicConstraints(true), keyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)],
    ...odd,
    key,
    signer: odd.signer ?? own,
    subject: [[CN, name]],
  });
  return { ...own, pem: pem('CERTIFICATE', certificate) };
}

/** The same authority with other digests in its signatures. */
export const signingBy = (signer: Signer, algorithm: string, digest: string): Signer => ({
  ...signer,
  signing: { ...signer.signing, algorithm, digest },
});
