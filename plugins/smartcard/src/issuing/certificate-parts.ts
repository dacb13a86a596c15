import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  KeyUsage,
  Name,
  RelativeDistinguishedName,
} from '@peculiar/asn1-x509';

const CRITICAL = true;

/** A name of single-valued parts in order, each an attribute's object identifier and its text. */
export function nameOf(...parts: readonly (readonly [type: string, text: string])[]): Name {
  return new Name(
    parts.map(([type, utf8String]) => {
      const value = new AttributeValue({ utf8String });
      return new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })]);
    }),
  );
}

/** An extension with any value. */
export function extension(extnID: string, critical: boolean, value: ArrayBuffer): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(value) });
}

/** Whether the certificate is an authority's, and how many may stand below it (RFC 5280 4.2.1.9). */
export function basicConstraints(cA: boolean, pathLenConstraint?: number): Extension {
  const value = new BasicConstraints(pathLenConstraint === undefined ? { cA } : { cA, pathLenConstraint });
  return extension(id_ce_basicConstraints, CRITICAL, AsnConvert.serialize(value));
}

/** What the key may sign (RFC 5280 4.2.1.3); `flags` as in KeyUsageFlags. */
export function keyUsage(flags: number): Extension {
  return extension(id_ce_keyUsage, CRITICAL, AsnConvert.serialize(new KeyUsage(flags)));
}

/** What the certificate is for (RFC 5280 4.2.1.12). */
export function extendedKeyUsage(...purposes: readonly string[]): Extension {
  return extension(id_ce_extKeyUsage, false, AsnConvert.serialize(new ExtendedKeyUsage([...purposes])));
}
