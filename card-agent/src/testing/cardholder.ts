import { request } from 'node:http';
import type { Card } from '../card/card.ts';
import type { CardDesk } from '../card/card-desk.ts';
import type { CardOrder, CardOutcome } from '../card/card-order.ts';

export const SITE = 'https://dms.example';
export const NOW = new Date('2026-11-24T02:00:00.000Z');
export const PIN = '123456';

/** A statement as the server words it, with one line changed at will. */
export function statementFor(change: Readonly<Record<string, string>> = {}): string {
  const lines = {
    purpose: 'LOGIN',
    origin: SITE,
    user: 'HKABC1X1',
    flow: 'f'.repeat(43),
    nonce: 'n'.repeat(43),
    expires: new Date(NOW.getTime() + 60_000).toISOString(),
    ...change,
  };
  return ['countersign-smartcard-v1', ...Object.entries(lines).map(([name, value]) => `${name}: ${value}`)].join('\n');
}

/** A card that stands in for a real one: its certificate is only a name. */
export function cardOf(name: string, change: Partial<Card> = {}): Card {
  const certificate = {
    fingerprint: `print-of-${name}`,
    certificate: `certificate-of-${name}`,
    keyId: '01',
    subject: `CN=${name}`,
    name,
    notAfter: '2027-01-01T00:00:00.000Z',
    key: 'EC_P256' as const,
  };
  return { serial: `serial-${name}`, label: name, states: [], certificates: [certificate], ...change };
}

/** A desk whose cards are values; `answers` replaces what comes of an order. */
export function deskOf(
  cards: () => readonly Card[],
  answers: (order: CardOrder) => CardOutcome | undefined | Promise<undefined> = () => undefined,
): CardDesk & { readonly orders: CardOrder[] } {
  const orders: CardOrder[] = [];
  const outcome = (order: CardOrder): CardOutcome => {
    if (order.do === 'READ') return { ok: true, cards: cards() };
    if ('pin' in order && order.pin !== PIN) return { ok: false, code: 'PIN_WRONG', states: [] };
    return order.do === 'SIGN' ? { ok: true, signature: 'signature' } : { ok: true };
  };
  const desk = async (order: CardOrder) => {
    if (order.do !== 'READ') orders.push(order);
    return (await answers(order)) ?? outcome(order);
  };
  return Object.assign(desk, { orders });
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  json(): Record<string, unknown>;
}

/** Sends exactly these headers: `fetch` would not let a test lie about Host or Origin. */
export function send(
  url: string,
  sent: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = sent;
    const call = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { statusCode = 0, headers: answered } = response;
        resolve({
          status: statusCode,
          headers: answered,
          text,
          json: () => JSON.parse(text) as Record<string, unknown>,
        });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
