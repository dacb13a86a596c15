import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Bench } from '@countersign/authenticator-kit/conformance';
import { extendedKeyUsage } from './issuing/certificate-parts.ts';
import { pem } from './issuing/sign-certificate.ts';
import type { SmartcardAnswer } from './parse-answer.ts';
import { badAnswers } from './test-bad-answers.ts';
import { badCertificates } from './test-bad-certificates.ts';
import { answerOf, base64, challengedBy, openCardBench, root, type TestCard } from './test-cards.ts';
import { good, oddCard, type Variant } from './test-certificates.ts';

let bench: Bench<SmartcardAnswer> | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

/** What the plugin says to the variant, and whether it could be consumed. */
async function tried(variant: Variant) {
  const card = (variant.card ?? oddCard)();
  const opened = await openCardBench({
    ...(variant.issuers === undefined ? {} : { issuers: variant.issuers }),
    ...(variant.lists === undefined ? {} : { lists: variant.lists(card) }),
  });
  bench = opened;
  const flow = opened.flow('LOGIN');
  const statement = await challengedBy(opened, flow);
  const signed = (variant.statement ?? ((text: string) => text))(statement);
  const parsed = opened.authenticator.parse((variant.answer ?? answerOf)(card, signed));
  if (!parsed.ok) return { code: parsed.code };
  const verdict = await opened.authenticator.verify(flow, opened.subject, parsed.answer);
  const told = verdict.outcome === 'rejected' ? verdict.tell?.code : undefined;
  return { outcome: verdict.outcome, told, consumed: await opened.consume(verdict) };
}

const corpus = Object.entries({ ...badCertificates, ...badAnswers });

it('the corpus holds at least forty ways', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
});

describe('is refused', () => {
  it.each(corpus)('%s', async (_name, variant) => {
    expect(await tried(variant)).toEqual({ outcome: 'rejected', told: variant.told, consumed: false });
  });
});

describe('is accepted', () => {
  const SMARTCARD_LOGON = '1.3.6.1.4.1.311.20.2.2';
  const keyed = (curve: string) => () => oddCard({ key: generateKeyPairSync('ec', { namedCurve: curve }).privateKey });
  const raw = (digest: string) => (card: TestCard, statement: string) => ({
    certificate: base64(card.certificate),
    signature: base64(sign(digest, Buffer.from(statement), { key: card.key, dsaEncoding: 'ieee-p1363' })),
  });
  const ways: Readonly<Record<string, Variant>> = {
    'P-256, signature in DER': {},
    'P-256, signature as PKCS #11 gives it': { answer: raw('sha256') },
    'P-384, signature in DER': { card: keyed('P-384') },
    'P-384, signature as PKCS #11 gives it': { card: keyed('P-384'), answer: raw('sha384') },
    'RSA of 2048 bits': {
      card: () => oddCard({ key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }),
    },
    'a certificate for smartcard logon': {
      card: () => oddCard({ extensions: [good.constraints, good.usage, extendedKeyUsage(SMARTCARD_LOGON)] }),
    },
    'a certificate that is silent on being an authority': {
      card: () => oddCard({ extensions: [good.usage, good.purpose] }),
    },
    'a certificate of the root itself': { card: () => oddCard({ signer: root }) },
    'a certificate in PEM': {
      answer: (card, text) => ({ ...answerOf(card, text), certificate: pem('CERTIFICATE', card.certificate) }),
    },
    'a certificate that ends before the registered day': {
      card: () => oddCard({ notAfter: new Date('2027-06-01T00:00:00Z') }),
    },
  };
  it.each(Object.entries(ways))('%s', async (_name, variant) => {
    expect(await tried(variant)).toEqual({ outcome: 'accepted', told: undefined, consumed: true });
  });
});

describe('is no answer', () => {
  const large = base64(createHash('sha256').update('x').digest()).repeat(400);
  it.each([
    ['an empty certificate', { certificate: '', signature: 'AAAA' }],
    ['an empty signature', { certificate: 'AAAA', signature: '' }],
    ['PEM of another kind', { certificate: pem('PRIVATE KEY', Buffer.from('x')), signature: 'AAAA' }],
    ['PEM without an end', { certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n', signature: 'AAAA' }],
    ['two PEM blocks', { certificate: pem('CERTIFICATE', Buffer.from('x')).repeat(2), signature: 'AAAA' }],
    ['base64 with a line break', { certificate: 'AAAA\n', signature: 'AAAA' }],
    ['base64 in the alphabet for addresses', { certificate: '-_-_', signature: 'AAAA' }],
    ['base64 with bits left over', { certificate: 'AAB=', signature: 'AAAA' }],
    ['a certificate of 12 kilobytes', { certificate: large, signature: 'AAAA' }],
    ['a signature of 12 kilobytes', { certificate: 'AAAA', signature: large }],
  ])('%s', async (_name, args) => {
    bench = await openCardBench();
    expect(bench.authenticator.parse(args)).toMatchObject({ ok: false, code: 'CARD_ANSWER_MALFORMED' });
  });
});
