import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  type Certificate,
  ExtendedKeyUsage,
  type Extension,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  KeyUsage,
  KeyUsageFlags,
} from '@peculiar/asn1-x509';

/** What a certificate says of its key's use. */
export interface StatedUse {
  readonly authority: boolean;
  /** How many authorities may stand below; null: any number. */
  readonly pathLength: number | null;
  readonly digitalSignature: boolean;
  readonly keyCertSign: boolean;
  readonly crlSign: boolean;
  /** Null when the certificate does not say. */
  readonly purposes: readonly string[] | null;
}

/** Extensions that are understood here; policies ask nothing of anybody, as none is required (RFC 5280 6.1.1). */
const understood: ReadonlySet<string> = new Set([
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_extKeyUsage,
  id_ce_subjectAltName,
  id_ce_certificatePolicies,
]);

/** Reads the uses of a certificate; null when an extension stands twice, or is critical and not understood (RFC 5280 4.2). */
export function statedUse(certificate: Certificate): StatedUse | null {
  const extensions = [...(certificate.tbsCertificate.extensions ?? [])];
  const names = extensions.map(({ extnID }) => extnID);
  if (new Set(names).size !== names.length) return null;
  if (extensions.some(({ extnID, critical }) => critical && !understood.has(extnID))) return null;
  const constraints = valueOf(extensions, id_ce_basicConstraints, BasicConstraints);
  const flags = valueOf(extensions, id_ce_keyUsage, KeyUsage)?.toNumber() ?? 0;
  const purposes = valueOf(extensions, id_ce_extKeyUsage, ExtendedKeyUsage);
  return {
    authority: constraints?.cA === true,
    pathLength: constraints?.pathLenConstraint ?? null,
    digitalSignature: (flags & KeyUsageFlags.digitalSignature) !== 0,
    keyCertSign: (flags & KeyUsageFlags.keyCertSign) !== 0,
    crlSign: (flags & KeyUsageFlags.cRLSign) !== 0,
    purposes: purposes === null ? null : [...purposes],
  };
}

function valueOf<T>(extensions: readonly Extension[], id: string, type: new () => T): T | null {
  const found = extensions.find(({ extnID }) => extnID === id);
  return found === undefined ? null : AsnConvert.parse(found.extnValue.buffer, type);
}
