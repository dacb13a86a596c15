import { id_kp_clientAuth, KeyUsageFlags } from '@peculiar/asn1-x509';
import { type Authority, openAuthority } from './authority.ts';
import { basicConstraints, extendedKeyUsage, keyUsage, nameOf } from './certificate-parts.ts';
import { signCertificate, type Validity } from './sign-certificate.ts';

/** What a smartcard's certificate says, and the key that the card made and keeps. */
export interface CardRequest extends Validity {
  /** As printed on the card: a name only, the SRN decides. */
  readonly userId: string;
  /** Smartcard reference number: the subject's serialNumber attribute. */
  readonly srn: string;
  /** SubjectPublicKeyInfo, DER: RSA from 2048 bits, P-256 or P-384. */
  readonly publicKeySpki: Uint8Array;
}

const COMMON_NAME = '2.5.4.3';
const SERIAL_NUMBER = '2.5.4.5';

/** Issues the certificate of a smartcard as the product expects it: for signatures, by clients, naming its SRN (W10). DER. */
export function issueCard(authority: Authority, card: CardRequest): Uint8Array {
  const { name, signing } = openAuthority(authority);
  return signCertificate(
    {
      issuer: name,
      subject: nameOf([COMMON_NAME, card.userId], [SERIAL_NUMBER, card.srn]),
      notBefore: card.notBefore,
      notAfter: card.notAfter,
      publicKeySpki: card.publicKeySpki,
      extensions: [
        basicConstraints(false),
        keyUsage(KeyUsageFlags.digitalSignature),
        extendedKeyUsage(id_kp_clientAuth),
      ],
    },
    signing,
  );
}
