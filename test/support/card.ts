import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Authority, issueCard, issueRevocationList } from '@countersign/authenticator-smartcard/issuing';
import type { ApiClient } from './api-client.ts';
import { type FlowStep, flowId, STEP, stepOf } from './flow-steps.ts';
import type { Stack } from './stacks.ts';

/** A smartcard whose key the test holds: it signs without a reader, an agent or a PIN. */
export interface SoftCard {
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}

/** What a step that waits for a card shows. */
export interface CardChallenge {
  readonly flow: string;
  readonly statement: string;
  readonly nonce: string;
  readonly expiresAt: string;
}

const OFFER = `... on ProofsOffered { flow { id expiresAt } message offers { authenticator challenge { issuedAt expiresAt
  ... on SmartcardChallenge { nonce statement } } } }
  ... on FlowRefused { code message retryAfter }`;
const BEGIN = `mutation($input: BeginLoginInput!) { beginLogin(input: $input) { __typename ${OFFER} } }`;
const BEGIN_STEP_UP = `mutation { beginStepUp { __typename ${OFFER} } }`;
const REQUEST = `mutation($flowId: ID!) { requestSmartcardChallenge(flowId: $flowId) { __typename ${OFFER} } }`;
const ANSWER = `mutation($flowId: ID!, $certificate: String!, $signature: String!) {
  answerWithSmartcard(flowId: $flowId, certificate: $certificate, signature: $signature) { ${STEP} } }`;

const folderOf = (stack: Stack) => path.join(stack.folder, 'tables', 'demo-cards');

/** The demo's card issuer of this stack. */
export function cardIssuer(stack: Stack): Authority {
  const read = (name: string) => readFileSync(path.join(folderOf(stack), name), 'utf8');
  return { certificate: read('issuers.pem'), privateKey: read('authority-key.pem') };
}

/** The list that the product reads, in a stack of its own: change it, and the next answer is judged by it. */
export function revocationFile(stack: Stack): string {
  return path.join(folderOf(stack), 'revoked.pem');
}

/** A list of the demo's issuer that is in force for the life of the demo. */
export function revocationList(stack: Stack, revoked: readonly string[], nextUpdate = '2045-01-01'): string {
  const times = { thisUpdate: new Date('2020-01-02T00:00:00Z'), nextUpdate: new Date(nextUpdate) };
  return issueRevocationList(cardIssuer(stack), { revoked, ...times });
}

/** The card that a profile says it has, issued by the demo's issuer; `odd` changes what its certificate says. */
export async function cardFor(
  stack: Stack,
  userId: string,
  odd: { readonly srn?: string; readonly notAfter?: Date; readonly issuer?: Authority } = {},
): Promise<SoftCard> {
  const identity = await stack.tables('identity');
  const [profile] = await identity.rows<{ srn: string | null; certificate_expiry: string | Date | null }>(
    'SELECT srn, certificate_expiry FROM user_profile WHERE user_id = ? AND deleted_at IS NULL',
    [userId],
  );
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const registered = String(profile?.certificate_expiry ?? '2029-12-31').slice(0, 10);
  const certificate = issueCard(odd.issuer ?? cardIssuer(stack), {
    userId,
    srn: odd.srn ?? profile?.srn ?? 'SC00000000',
    publicKeySpki: keys.publicKey.export({ type: 'spki', format: 'der' }),
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: odd.notAfter ?? new Date(`${registered}T23:59:59+08:00`),
  });
  return { certificate, key: keys.privateKey };
}

/** Begins a login by smartcard; the whole step, whatever it is. */
export async function beginByCard(client: ApiClient, userId: string, application: string): Promise<FlowStep> {
  const input = { application, method: 'SMARTCARD', userId, delivery: 'BEARER' };
  return stepOf(await client.send(BEGIN, { input }), 'beginLogin');
}

/** Begins a step-up in a session that a smartcard opened. */
export async function beginStepUpByCard(session: ApiClient): Promise<FlowStep> {
  return stepOf(await session.send(BEGIN_STEP_UP), 'beginStepUp');
}

/** Asks for another statement; the former one is void. */
export async function requestStatement(client: ApiClient, flow: string): Promise<FlowStep> {
  return stepOf(await client.send(REQUEST, { flowId: flow }), 'requestSmartcardChallenge');
}

/** The challenge inside a step; a step without one fails the test with what it was instead. */
export function challengeIn(step: FlowStep): CardChallenge {
  const offer = step.offers?.find(({ authenticator }) => authenticator === 'smartcard');
  if (offer?.challenge === undefined || offer.challenge === null)
    throw new Error(`No smartcard challenge in ${JSON.stringify(step)}`);
  return { flow: flowId(step), ...(offer.challenge as unknown as Omit<CardChallenge, 'flow'>) };
}

/** What a card answers to a text. */
export function signedBy(card: SoftCard, text: string): { readonly certificate: string; readonly signature: string } {
  return {
    certificate: Buffer.from(card.certificate).toString('base64'),
    signature: sign('sha256', Buffer.from(text), card.key).toString('base64'),
  };
}

/** Sends an answer to a flow. */
export async function answerByCard(
  client: ApiClient,
  flow: string,
  given: { readonly certificate: string; readonly signature: string },
): Promise<FlowStep> {
  return stepOf(await client.send(ANSWER, { flowId: flow, ...given }), 'answerWithSmartcard');
}

/** W10 from the button to the home page: the last step, whatever it is. */
export async function logInByCard(
  stack: Stack,
  userId: string,
  application: string,
  given: { readonly card?: SoftCard; readonly client?: ApiClient } = {},
): Promise<FlowStep> {
  const client = given.client ?? stack.client();
  const card = given.card ?? (await cardFor(stack, userId));
  const { flow, statement } = challengeIn(await beginByCard(client, userId, application));
  return answerByCard(client, flow, signedBy(card, statement));
}

/** A session opened by smartcard; a refusal fails the test. */
export async function presentByCard(
  stack: Stack,
  userId: string,
  application: string,
  card?: SoftCard,
): Promise<ApiClient> {
  const client = stack.client();
  const step = await logInByCard(stack, userId, application, card === undefined ? { client } : { client, card });
  if (step.__typename !== 'SignedIn') throw new Error(`No session by smartcard: ${JSON.stringify(step)}`);
  return client.bearing(step.sessionToken ?? '');
}

/** Confirms a session that a smartcard opened, by the card (SE4). */
export async function stepUpByCard(session: ApiClient, card: SoftCard): Promise<FlowStep> {
  const { flow, statement } = challengeIn(await beginStepUpByCard(session));
  return answerByCard(session, flow, signedBy(card, statement));
}
