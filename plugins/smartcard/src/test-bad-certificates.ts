import { generateKeyPairSync, sign } from 'node:crypto';
import {
  type Extension,
  id_ce_nameConstraints,
  id_kp_emailProtection,
  id_kp_serverAuth,
  KeyUsageFlags,
} from '@peculiar/asn1-x509';
import { basicConstraints, extendedKeyUsage, extension, keyUsage, nameOf } from './issuing/certificate-parts.ts';
import { createAuthority, issueRevocationList } from './issuing/index.ts';
import { ECDSA_WITH_SHA256, exact } from './issuing/sign-certificate.ts';
import {
  base64,
  derOf,
  freshLists,
  issuersPem,
  issuing,
  life,
  listsOf,
  listTimes,
  root,
  serialOf,
} from './test-cards.ts';
import { CN, good, oddAuthority, oddCard, SERIAL, signingBy, type Variant } from './test-certificates.ts';

const [past, future] = [new Date('2026-02-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')];
const RSA = (modulusLength: number, publicExponent = 65_537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent }).privateKey;
const EC = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
const withParts = (...extensions: readonly Extension[]): Variant => ({ card: () => oddCard({ extensions }) });
const naming = (...subject: readonly (readonly [string, string])[]): Variant => ({
  card: () => oddCard({ subject }),
  told: 'SRN_MISMATCH',
});
const listOf = (authority: typeof root, more: object = {}) =>
  issueRevocationList(authority, { revoked: [], ...listTimes, ...more });
const unknownStatus = (lists: () => ReturnType<typeof listsOf>): Variant => ({ lists, told: 'CERT_STATUS_UNKNOWN' });

const rsaKey = RSA(2048);
const rsaRoot = oddAuthority('RSA Root', { key: rsaKey, algorithm: '1.2.840.113549.1.1.11' });
const ecRoot = oddAuthority('EC Root');
const stranger = createAuthority({ name: 'Card Issuer', ...life });
const noPath = createAuthority({ name: 'No Path Root', ...life, pathLength: 0 });
const below = createAuthority({ name: 'Below', parent: noPath, ...life });
const expiredIssuer = createAuthority({ name: 'Expired Issuer', parent: root, ...life, notAfter: past });
const unborn = createAuthority({ name: 'Unborn Issuer', parent: root, ...life, notBefore: future });
const mailOnly = oddAuthority('Mail Only', {
  signer: root,
  extensions: [basicConstraints(true), keyUsage(KeyUsageFlags.keyCertSign), extendedKeyUsage(id_kp_emailProtection)],
});

/** Certificates that no card may sign in with, each otherwise as good as a good one (O18). */
export const badCertificates: Readonly<Record<string, Variant>> = {
  'a certificate that has expired': { card: () => oddCard({ notAfter: past }), told: 'CERT_EXPIRED' },
  'a certificate that is not valid yet': { card: () => oddCard({ notBefore: future }) },
  'a certificate that was revoked': { lists: (card) => freshLists([serialOf(card)]), told: 'CERT_REVOKED' },
  'an issuer that was revoked': {
    lists: () =>
      listsOf(
        listOf(root, { revoked: [serialOf({ certificate: derOf(issuing.certificate), key: rsaKey })] }),
        listOf(issuing),
      ),
    told: 'CERT_REVOKED',
  },
  'a stale revocation list': unknownStatus(() =>
    listsOf(listOf(root), listOf(issuing, { thisUpdate: life.notBefore, nextUpdate: past })),
  ),
  'a revocation list from the future': unknownStatus(() =>
    listsOf(listOf(root), listOf(issuing, { thisUpdate: future, nextUpdate: life.notAfter })),
  ),
  'a revocation list that names no next update': unknownStatus(() =>
    listsOf(listOf(root), issueRevocationList(issuing, { revoked: [], thisUpdate: listTimes.thisUpdate })),
  ),
  'no revocation list of the issuer': unknownStatus(() => listsOf(listOf(root))),
  'no revocation list of the issuer’s issuer': unknownStatus(() => listsOf(listOf(issuing))),
  'a revocation list by another authority of that name': unknownStatus(() => listsOf(listOf(root), listOf(stranger))),
  'a partial revocation list': unknownStatus(() =>
    listsOf(
      listOf(root),
      listOf(issuing, { extensions: [extension('2.5.29.28', true, exact(Buffer.from([0x30, 0x00])))] }),
    ),
  ),
  'a revocation source that fails': unknownStatus(() => ({
    version: () => Promise.reject(new Error('gone')),
    lists: async () => [],
  })),
  'an issuer that nobody configured, of the same name': { card: () => oddCard({ signer: stranger }) },
  'a certificate that signed itself': {
    card: () => {
      const key = EC('P-256');
      const { pem: self, ...signer } = oddAuthority('HKABC101', { key });
      return { certificate: derOf(self), key: signer.signing.key as never };
    },
  },
  'the issuer’s own certificate as a card': {
    card: () => ({ certificate: derOf(rsaRoot.pem), key: rsaKey }),
    issuers: `${issuersPem}\n${rsaRoot.pem}`,
  },
  'an authority’s certificate as a card': withParts(basicConstraints(true), good.usage, good.purpose),
  'a certificate for servers': withParts(good.constraints, good.usage, extendedKeyUsage(id_kp_serverAuth)),
  'a certificate for any purpose': withParts(good.constraints, good.usage, extendedKeyUsage('2.5.29.37.0')),
  'a certificate that does not say its purpose': withParts(good.constraints, good.usage),
  'a key that may not sign': withParts(good.constraints, keyUsage(KeyUsageFlags.keyEncipherment), good.purpose),
  'a key that may only sign certificates': withParts(
    good.constraints,
    keyUsage(KeyUsageFlags.keyCertSign),
    good.purpose,
  ),
  'a certificate that does not say what its key may do': withParts(good.constraints, good.purpose),
  'an unknown critical extension': withParts(
    good.constraints,
    good.usage,
    good.purpose,
    extension('1.2.3.4', true, exact(Buffer.from([0x05, 0x00]))),
  ),
  'critical name constraints': withParts(
    good.constraints,
    good.usage,
    good.purpose,
    extension(id_ce_nameConstraints, true, exact(Buffer.from([0x30, 0x00]))),
  ),
  'one extension twice': withParts(good.constraints, good.usage, good.purpose, extendedKeyUsage(id_kp_serverAuth)),
  'no extensions at all': { card: () => oddCard({ extensions: [] }) },
  'RSA of 1024 bits': { card: () => oddCard({ key: RSA(1024) }) },
  'RSA of 2047 bits': { card: () => oddCard({ key: RSA(2047) }) },
  'RSA with exponent 3': { card: () => oddCard({ key: RSA(2048, 3) }) },
  'RSA-PSS keys': { card: () => oddCard({ key: generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey }) },
  'a key on secp256k1': { card: () => oddCard({ key: EC('secp256k1') }) },
  'a key on P-224': { card: () => oddCard({ key: EC('secp224r1') }) },
  'a key on P-521': { card: () => oddCard({ key: EC('secp521r1') }) },
  Ed25519: {
    card: () => oddCard({ key: generateKeyPairSync('ed25519').privateKey }),
    answer: (card, statement) => ({
      certificate: base64(card.certificate),
      signature: base64(sign(null, Buffer.from(statement), card.key)),
    }),
  },
  'a certificate signed with SHA-1': rsaSigned('1.2.840.113549.1.1.5', 'sha1'),
  'a certificate signed with MD5': rsaSigned('1.2.840.113549.1.1.4', 'md5'),
  'a certificate signed with ECDSA and SHA-1': {
    card: () => oddCard({ signer: signingBy(ecRoot, '1.2.840.10045.4.1', 'sha1') }),
    issuers: `${issuersPem}\n${ecRoot.pem}`,
  },
  'an authority below one that allows none below it': {
    card: () => oddCard({ signer: below }),
    issuers: `${noPath.certificate}\n${below.certificate}`,
    lists: () => listsOf(listOf(noPath), listOf(below)),
  },
  'an issuer that has expired': withIssuer(expiredIssuer),
  'an issuer that is not valid yet': withIssuer(unborn),
  'an issuer for mail only': { card: () => oddCard({ signer: mailOnly }), issuers: `${issuersPem}\n${mailOnly.pem}` },
  'a certificate that another card issued': {
    card: () => {
      const key = EC('P-256');
      return oddCard({
        signer: { name: nameOf(...good.subject), signing: { key, algorithm: ECDSA_WITH_SHA256, digest: 'sha256' } },
      });
    },
    issuers: issuersPem,
  },
  'another user’s card': naming([CN, 'HKABC102'], [SERIAL, 'SC700000b2']),
  'a former card of this user': naming([CN, 'HKABC101'], [SERIAL, 'SC600000a1']),
  'a card without an SRN': naming([CN, 'HKABC101']),
  'a card with two SRNs': naming(...good.subject, [SERIAL, 'SC700000b2']),
  'an SRN in the common name': naming([CN, 'SC700000a1']),
  'an SRN with a space behind it': naming([CN, 'HKABC101'], [SERIAL, 'SC700000a1 ']),
  'an SRN in small letters': naming([CN, 'HKABC101'], [SERIAL, 'sc700000a1']),
  'a certificate good for longer than registered': {
    card: () => oddCard({ notAfter: new Date('2030-06-01T00:00:00Z') }),
    told: 'SRN_MISMATCH',
  },
};

function rsaSigned(algorithm: string, digest: string): Variant {
  const card = () => oddCard({ signer: signingBy(rsaRoot, algorithm, digest) });
  return { card, issuers: `${issuersPem}\n${rsaRoot.pem}`, lists: () => freshLists() };
}

function withIssuer(authority: typeof root): Variant {
  return {
    card: () => oddCard({ signer: authority }),
    issuers: `${issuersPem}\n${authority.certificate}`,
    lists: () => listsOf(listOf(root), listOf(authority)),
  };
}
