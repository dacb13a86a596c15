import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import type { FlowView, Subject } from '@countersign/authenticator-kit';
import { type Bench, openBench } from '@countersign/authenticator-kit/conformance';
import { createAuthority, issueCard, issueRevocationList, type Authority } from './issuing/index.ts';
import type { SmartcardAnswer } from './parse-answer.ts';
import { smartcardAuthenticator } from './smartcard-authenticator.ts';

/** The suite's clock starts on 2 March 2026. */
export const life = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2035-01-01T00:00:00Z') };
export const listTimes = { thisUpdate: new Date('2026-03-01T00:00:00Z'), nextUpdate: new Date('2026-06-01T00:00:00Z') };
/** As registered for the suite's people. */
export const cardExpiry = new Date('2029-12-31T15:59:59Z');

/** A card in memory. */
export interface TestCard {
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}

export const root: Authority = createAuthority({ name: 'Card Root', ...life });
export const issuing: Authority = createAuthority({ name: 'Card Issuer', parent: root, ...life });
export const issuersPem = `${root.certificate}\n${issuing.certificate}`;

/** What a PEM block holds. */
export function derOf(text: string): Buffer {
  return Buffer.from(text.replaceAll(/-----[A-Z0-9 ]+-----|\s/g, ''), 'base64');
}

/** Lists of one's own, in place of files. */
export function listsOf(...pems: readonly string[]) {
  const ders = pems.map(derOf);
  return { version: async () => '1', lists: async (): Promise<readonly Uint8Array[]> => ders };
}

/** Lists of both authorities that revoke these serial numbers. */
export function freshLists(revoked: readonly string[] = []) {
  return listsOf(
    issueRevocationList(root, { revoked: [], ...listTimes }),
    issueRevocationList(issuing, { revoked, ...listTimes }),
  );
}

/** A person's own card, issued by the intermediate. */
export function cardOf(subject: Pick<Subject, 'userId' | 'card'>, notAfter = cardExpiry): TestCard {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = issueCard(issuing, {
    userId: subject.userId,
    srn: subject.card?.srn ?? '',
    publicKeySpki: keys.publicKey.export({ type: 'spki', format: 'der' }),
    notBefore: life.notBefore,
    notAfter,
  });
  return { certificate, key: keys.privateKey };
}

/** What a card answers to a statement. */
export function answerOf(card: TestCard, statement: string): { certificate: string; signature: string } {
  const type = card.key.asymmetricKeyDetails?.namedCurve;
  const signature = sign(type === 'secp384r1' ? 'sha384' : 'sha256', Buffer.from(statement), card.key);
  return { certificate: base64(card.certificate), signature: base64(signature) };
}

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
export const serialOf = (card: TestCard) => new X509Certificate(Buffer.from(card.certificate)).serialNumber;

/** A bench with the two authorities trusted and their lists fresh. */
export function openCardBench(
  options: { readonly issuers?: string; readonly lists?: ReturnType<typeof listsOf> } = {},
): Promise<Bench<SmartcardAnswer>> {
  const revocation = options.lists ?? freshLists();
  return openBench(smartcardAuthenticator({ issuers: options.issuers ?? issuersPem, revocation }));
}

/** The statement that the flow waits for now. */
export async function challengedBy(
  bench: Bench<SmartcardAnswer>,
  flow: FlowView,
  subject: Subject | null = bench.subject,
): Promise<string> {
  const outcome = await bench.authenticator.challenge?.(flow, subject, { automatic: true });
  if (outcome?.outcome !== 'issued') throw new Error('no challenge');
  return String(outcome.challenge['statement']);
}
