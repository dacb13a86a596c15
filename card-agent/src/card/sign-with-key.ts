import { createHash } from 'node:crypto';
import { CKA, CKM, CKO, CKR } from '../cryptoki/cryptoki-constants.ts';
import { CryptokiError } from '../cryptoki/cryptoki-error.ts';
import type { Cryptoki, Handle, SigningKey } from '../cryptoki/cryptoki.ts';
import type { CardCertificate } from './card.ts';

/** DigestInfo of SHA-256 (RFC 8017 9.2, note 1), for cards that hash nothing themselves. */
const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');
const HASHES = { EC_P256: 'sha256', EC_P384: 'sha384' } as const;

const digest = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes).digest();

type Key = Omit<SigningKey, 'mechanism'>;

function signWithRsa(cryptoki: Cryptoki, session: Handle, key: Key, bytes: Buffer): Buffer {
  try {
    return cryptoki.sign(session, { mechanism: CKM.SHA256_RSA_PKCS, ...key }, bytes);
  } catch (error) {
    if (!(error instanceof CryptokiError) || error.result !== CKR.MECHANISM_INVALID) throw error;
    const info = Buffer.concat([SHA256_INFO, digest('sha256', bytes)]);
    return cryptoki.sign(session, { mechanism: CKM.RSA_PKCS, ...key }, info);
  }
}

/** The key that belongs to the certificate, in a session that is logged in; null where the card has none. */
export function keyFor(cryptoki: Cryptoki, session: Handle, certificate: CardCertificate): Handle | null {
  const id = Buffer.from(certificate.keyId, 'hex');
  const [key] = cryptoki.find(session, [
    [CKA.CLASS, CKO.PRIVATE_KEY],
    [CKA.ID, id],
  ]);
  return key ?? null;
}

/** RSASSA-PKCS1-v1_5 with SHA-256, or ECDSA as raw r||s with the hash of the curve's size (docs/smartcard-protocol.md). */
export function signWithKey(
  cryptoki: Cryptoki,
  session: Handle,
  by: { readonly key: Handle; readonly kind: CardCertificate['key']; readonly pin: string },
  bytes: Buffer,
): Buffer {
  const asksAgain = cryptoki.read(session, by.key, CKA.ALWAYS_AUTHENTICATE)?.[0] === 1;
  const key = { key: by.key, pinAgain: asksAgain ? by.pin : undefined };
  if (by.kind === 'RSA') return signWithRsa(cryptoki, session, key, bytes);
  return cryptoki.sign(session, { mechanism: CKM.ECDSA, ...key }, digest(HASHES[by.kind], bytes));
}
