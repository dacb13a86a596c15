import { X509Certificate } from 'node:crypto';
import type { Template } from '../cryptoki/attributes.ts';
import { CKA, CKF, CKM, CKO, CKU } from '../cryptoki/cryptoki-constants.ts';
import { type Cryptoki, type Handle, openCryptoki } from '../cryptoki/cryptoki.ts';
import { publicKeyOn } from './public-key-on.ts';
import type { SoftToken, TokenErrand, TokenOutcome } from './soft-token.ts';

const ID = Buffer.from([1]);
/** prime256v1 as an object identifier, DER (RFC 5480 2.1.1.1). */
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');

const MECHANISMS = { RSA_2048: CKM.RSA_PKCS_KEY_PAIR_GEN, EC_P256: CKM.EC_KEY_PAIR_GEN } as const;
const PARAMETERS: Readonly<Record<SoftToken['key'], Template>> = {
  RSA_2048: [
    [CKA.MODULUS_BITS, 2048],
    [CKA.PUBLIC_EXPONENT, Buffer.from([1, 0, 1])],
  ],
  EC_P256: [[CKA.EC_PARAMS, P256]],
};

function slotOf(cryptoki: Cryptoki, label: string | null): Handle {
  const slot = cryptoki.slots().find((one) => {
    const { label: found, flags } = cryptoki.token(one);
    const initialised = (flags & CKF.TOKEN_INITIALIZED) !== 0;
    return label === null ? !initialised : initialised && found === label;
  });
  if (slot === undefined) throw new Error(label === null ? 'no free slot' : `no token named ${label}`);
  return slot;
}

function generate(cryptoki: Cryptoki, session: Handle, { label, key }: SoftToken): Buffer {
  const both: Template = [
    [CKA.TOKEN, true],
    [CKA.LABEL, label],
    [CKA.ID, ID],
  ];
  const made = cryptoki.generateKeyPair(session, MECHANISMS[key], {
    publicKey: [...both, [CKA.VERIFY, true], ...PARAMETERS[key]],
    privateKey: [...both, [CKA.PRIVATE, true], [CKA.SENSITIVE, true], [CKA.EXTRACTABLE, false], [CKA.SIGN, true]],
  });
  return publicKeyOn(cryptoki, session, made, key);
}

/** Initialises a free slot and has the token make its own key, which never leaves it. */
function makeToken(module: string, token: SoftToken): Buffer {
  const blank = openCryptoki(module);
  blank.initToken(slotOf(blank, null), token.unblockingKey, token.label);
  blank.finalize();
  const cryptoki = openCryptoki(module);
  const session = cryptoki.openSession(slotOf(cryptoki, token.label));
  cryptoki.login(session, CKU.SECURITY_OFFICER, token.unblockingKey);
  cryptoki.initPin(session, token.pin);
  cryptoki.logout(session);
  cryptoki.login(session, CKU.USER, token.pin);
  const publicKey = generate(cryptoki, session, token);
  cryptoki.finalize();
  return publicKey;
}

function storeCertificate(module: string, label: string, pin: string, der: Buffer): void {
  const cryptoki = openCryptoki(module);
  const session = cryptoki.openSession(slotOf(cryptoki, label));
  cryptoki.login(session, CKU.USER, pin);
  cryptoki.createObject(session, [
    [CKA.CLASS, CKO.CERTIFICATE],
    [CKA.CERTIFICATE_TYPE, 0],
    [CKA.TOKEN, true],
    [CKA.PRIVATE, false],
    [CKA.LABEL, label],
    [CKA.ID, ID],
    // SoftHSM wants a subject; whoever reads the card takes it from the certificate.
    [CKA.SUBJECT, Buffer.from(new X509Certificate(der).subject, 'utf8')],
    [CKA.VALUE, der],
  ]);
  cryptoki.finalize();
}

function make({ module, make: wanted }: TokenErrand): TokenOutcome {
  try {
    if ('key' in wanted) return { publicKeySpki: makeToken(module, wanted).toString('base64') };
    storeCertificate(module, wanted.label, wanted.pin, Buffer.from(wanted.certificate, 'base64'));
    return { publicKeySpki: '' };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

process.once('message', (errand: TokenErrand) => {
  process.send?.(make(errand), () => process.disconnect());
});
