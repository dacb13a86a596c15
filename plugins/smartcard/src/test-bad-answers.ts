import { constants, createHash, generateKeyPairSync, sign } from 'node:crypto';
import { issueRevocationList } from './issuing/index.ts';
import { answerOf, base64, derOf, issuing, listTimes, type TestCard } from './test-cards.ts';
import { oddCard, type Variant } from './test-certificates.ts';

const line = (name: string, value: string): Variant => ({
  statement: (text) => text.replace(new RegExp(`^${name}: .*$`, 'm'), `${name}: ${value}`),
});
const saying = (statement: (text: string) => string): Variant => ({ statement });
const certificateAs = (change: (der: Buffer) => Uint8Array): Variant => ({
  answer: (card, statement) => ({
    ...answerOf(card, statement),
    certificate: base64(change(Buffer.from(card.certificate))),
  }),
});
const signatureAs = (change: (signature: Buffer) => Uint8Array): Variant => ({
  answer(card, statement) {
    const { certificate, signature } = answerOf(card, statement);
    return { certificate, signature: base64(change(Buffer.from(signature, 'base64'))) };
  },
});
const signing = (by: (card: TestCard, text: Buffer) => Uint8Array): NonNullable<Variant['answer']> => {
  return (card, statement) => ({
    certificate: base64(card.certificate),
    signature: base64(by(card, Buffer.from(statement))),
  });
};
const rsaCard = () => oddCard({ key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey });
const one = Buffer.from('1'.padStart(64, '0'), 'hex');
const nested = (depth: number) => {
  let der = Buffer.from([0x05, 0x00]);
  for (let level = 0; level < depth; level += 1) {
    const length = der.length < 128 ? [der.length] : [0x82, der.length >> 8, der.length & 0xff];
    der = Buffer.concat([Buffer.from([0x30, ...length]), der]);
  }
  return der;
};
/** The last algorithm in a certificate is its outer one: here it claims another than the inner. */
const otherOuterAlgorithm = (der: Buffer) => {
  const changed = Buffer.from(der);
  const at = changed.lastIndexOf(Buffer.from('2a8648ce3d040302', 'hex'));
  changed[at + 7] = 0x03;
  return changed;
};

/** Answers that a good card never gave, or gave to another question (O5, O18). */
export const badAnswers: Readonly<Record<string, Variant>> = {
  'a signature for another purpose': line('purpose', 'STEP_UP'),
  'a signature for another flow': line('flow', 'flow-99'),
  'a signature for another user': line('user', 'HKABC102'),
  'a signature for another site': line('origin', 'https://dms.example.evil'),
  'a signature of another nonce': line('nonce', 'A'.repeat(43)),
  'a signature of a later end': line('expires', '2026-03-02T10:00:00.000Z'),
  'a signature of another version': saying((text) => text.replace('-v1', '-v0')),
  'a signature of the nonce alone': saying((text) => /nonce: (.*)/.exec(text)?.[1] ?? ''),
  'a signature of the text with a line break behind it': saying((text) => `${text}\n`),
  'a signature of the text with Windows line ends': saying((text) => text.replaceAll('\n', '\r\n')),
  'a signature of nothing': saying(() => ''),
  'a signature of the text’s digest': saying((text) => createHash('sha256').update(text).digest('base64')),
  'a signature by another key': {
    answer: (card, statement) => ({ ...answerOf(oddCard(), statement), certificate: base64(card.certificate) }),
  },
  'a signature with another digest': { answer: signing((card, text) => sign('sha512', text, card.key)) },
  'an RSA signature with PSS padding': {
    card: rsaCard,
    answer: signing((card, text) => sign('sha256', text, { key: card.key, padding: constants.RSA_PKCS1_PSS_PADDING })),
  },
  'an RSA signature with SHA-1': {
    card: rsaCard,
    answer: signing((card, text) => sign('sha1', text, card.key)),
  },
  'r and s of zero': signatureAs(() => Buffer.alloc(64)),
  'r and s of one': signatureAs(() => Buffer.concat([one, one])),
  'r and s beyond the order': signatureAs(() => Buffer.alloc(64, 0xff)),
  'an empty DER signature': signatureAs(() => Buffer.from([0x30, 0x00])),
  'a signature cut short': signatureAs((signature) => signature.subarray(0, -1)),
  'a signature with a byte behind it': signatureAs((signature) => Buffer.concat([signature, Buffer.from([0])])),
  'a signature of zeros': signatureAs(() => Buffer.alloc(256)),
  'a certificate cut short': certificateAs((der) => der.subarray(0, -5)),
  'a certificate with bytes behind it': certificateAs((der) => Buffer.concat([der, Buffer.from([0, 0])])),
  'two certificates': certificateAs((der) => Buffer.concat([der, der])),
  'a certificate with one bit changed': certificateAs((der) =>
    Buffer.from(der.map((byte, at) => (at === 100 ? byte ^ 1 : byte))),
  ),
  'a certificate whose outer algorithm differs': certificateAs(otherOuterAlgorithm),
  'an indefinite length': certificateAs((der) =>
    Buffer.concat([Buffer.from([0x30, 0x80]), der.subarray(4), Buffer.from([0, 0])]),
  ),
  'a length of four gigabytes': certificateAs(() => Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff])),
  'two thousand nested sequences': certificateAs(() => nested(2_000)),
  'eight thousand zero bytes': certificateAs(() => Buffer.alloc(8_000)),
  'random bytes': certificateAs((der) => createHash('sha512').update(der).digest()),
  'a key in place of a certificate': certificateAs(() =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }),
  ),
  'a revocation list in place of a certificate': certificateAs(() =>
    derOf(issueRevocationList(issuing, { revoked: [], ...listTimes })),
  ),
};
