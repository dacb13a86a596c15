import { afterEach, describe, expect, it } from '@jest/globals';
import type { Card } from '../card/card.ts';
import { type Answered, cardOf, deskOf, NOW, PIN, send, SITE, statementFor } from '../testing/cardholder.ts';
import { type Agent, startAgent } from './start-agent.ts';

const OTHER_SITE = 'https://ccms.example';
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

let agent: Agent | undefined;
let log: string[] = [];
afterEach(async () => {
  await agent?.stop();
  agent = undefined;
  log = [];
});

async function start(
  cards: () => readonly Card[] = () => [cardOf('HKABC1X1')],
  answers?: Parameters<typeof deskOf>[1],
  waitMs = 0,
) {
  const desk = deskOf(cards, answers);
  const clock = { now: () => NOW };
  const origins = [SITE, OTHER_SITE];
  agent = await startAgent({
    origins,
    port: 0,
    cards: desk,
    version: '1',
    clock,
    waitMs,
    log: (line) => log.push(line),
  });
  return { desk, origin: agent.origin };
}

const from = (origin: string, more: object = {}) => ({ origin, ...more });
const ask = (agentAt: string, statement = statementFor(), origin = SITE) =>
  send(`${agentAt}/v1/sign`, { method: 'POST', headers: from(origin, json), body: JSON.stringify({ statement }) });
const result = (agentAt: string, id: unknown, origin = SITE) =>
  send(`${agentAt}/v1/asks/${String(id)}`, { headers: from(origin) });
const csrfIn = (page: Answered) => /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
const submit = (agentAt: string, address: string, fields: Record<string, string>, origin = agentAt) =>
  send(address, { method: 'POST', headers: from(origin, form), body: new URLSearchParams(fields).toString() });

/** Asks, opens the page and types the PIN. */
async function confirm(at: string, pin = PIN, statement = statementFor()) {
  const asked = (await ask(at, statement)).json();
  const address = String(asked['confirm']);
  const shown = await send(address);
  const done = await submit(at, address, { csrf: csrfIn(shown), pin, act: 'confirm' });
  return { id: asked['id'], address, shown, done };
}

describe('what a site may ask', () => {
  it('gets the card’s states without a PIN', async () => {
    const { origin } = await start(() => [cardOf('A', { states: ['LOCKED', 'PIN_MUST_CHANGE'] })]);
    const status = await send(`${origin}/v1/status`, { headers: from(SITE) });
    expect(status.json()).toEqual({
      version: '1',
      cards: [{ serial: 'serial-A', label: 'A', states: ['LOCKED', 'PIN_MUST_CHANGE'] }],
    });
    expect(status.headers).toMatchObject({
      'access-control-allow-origin': SITE,
      vary: 'Origin',
      'cache-control': 'no-store',
    });
  });

  it('gets the certificates', async () => {
    const { origin } = await start();
    const list = await send(`${origin}/v1/certificates`, { headers: from(SITE) });
    expect(list.json()).toMatchObject({
      certificates: [{ card: 'serial-HKABC1X1', name: 'HKABC1X1', key: 'EC_P256' }],
    });
  });

  it('gets the signature once the person confirmed on the agent’s own page, and only once', async () => {
    const { origin } = await start();
    const { id, shown, done } = await confirm(origin);
    expect(shown.text).toContain(SITE);
    expect(shown.text).toContain('HKABC1X1');
    expect(done.text).toContain('data-state="SIGNED"');
    expect((await result(origin, id)).json()).toEqual({
      state: 'SIGNED',
      certificate: 'certificate-of-HKABC1X1',
      signature: 'signature',
    });
    expect((await result(origin, id)).json()).toMatchObject({ code: 'ASK_UNKNOWN' });
  });

  it('waits while the person thinks', async () => {
    const { origin } = await start();
    const { id } = (await ask(origin)).json();
    expect((await result(origin, id)).json()).toEqual({ state: 'WAITING' });
  });

  it('learns that nobody answered in time, and may ask again', async () => {
    const { origin } = await start(undefined, undefined, 30_000);
    const { id } = (await ask(origin, statementFor({ expires: new Date(NOW.getTime() + 20).toISOString() }))).json();
    expect((await result(origin, id)).json()).toMatchObject({ state: 'REFUSED', code: 'STATEMENT_EXPIRED' });
    expect((await ask(origin)).status).toBe(202);
  });

  it('learns that the person cancelled', async () => {
    const { origin } = await start();
    const { id, confirm: address } = (await ask(origin)).json();
    const shown = await send(String(address));
    await submit(origin, String(address), { csrf: csrfIn(shown), act: 'cancel' });
    expect((await result(origin, id)).json()).toMatchObject({ state: 'REFUSED', code: 'ASK_CANCELLED' });
  });

  it('learns that the card was pulled', async () => {
    const { origin } = await start(undefined, ({ do: what }) =>
      what === 'SIGN' ? { ok: false, code: 'CARD_REMOVED' } : undefined,
    );
    const { id, done } = await confirm(origin);
    expect(done.text).toContain('The card was removed');
    expect((await result(origin, id)).json()).toMatchObject({ state: 'REFUSED', code: 'CARD_REMOVED' });
  });

  it('sets a new PIN by an unblocking key', async () => {
    const { origin, desk } = await start(() => [cardOf('A', { states: ['LOCKED'] })]);
    const body = JSON.stringify({ unblockingKey: '87654321' });
    const asked = (await send(`${origin}/v1/unblock`, { method: 'POST', headers: from(SITE, json), body })).json();
    const shown = await send(String(asked['confirm']));
    await submit(origin, String(asked['confirm']), { csrf: csrfIn(shown), newPin: '654321', again: '654321' });
    expect((await result(origin, asked['id'])).json()).toEqual({ state: 'UNBLOCKED' });
    expect(desk.orders).toMatchObject([{ do: 'UNBLOCK', newPin: '654321' }]);
  });

  it.each([
    ['CARD_MISSING', () => []],
    ['CARD_EMPTY', () => [cardOf('A', { certificates: [] })]],
    ['PIN_LOCKED', () => [cardOf('A', { states: ['LOCKED'] as const })]],
  ])('is told %s at once, and may ask again', async (code, cards) => {
    const { origin } = await start(cards);
    expect((await ask(origin)).json()).toMatchObject({ code });
    expect((await ask(origin)).json()).toMatchObject({ code });
  });
});

describe('what the agent refuses', () => {
  it('a second ask while one waits', async () => {
    const { origin } = await start();
    const both = await Promise.all([ask(origin), ask(origin, statementFor({ origin: OTHER_SITE }), OTHER_SITE)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(both.find(({ status }) => status === 409)?.json()).toMatchObject({ code: 'ASK_IN_PROGRESS' });
  });

  it('nothing for long: who gives up may ask again', async () => {
    const { origin } = await start();
    const { id } = (await ask(origin)).json();
    await send(`${origin}/v1/asks/${String(id)}`, { method: 'DELETE', headers: from(SITE) });
    expect((await confirm(origin)).done.text).toContain('SIGNED');
  });

  it.each([
    ['a site that is not on the list', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a name that only begins like one', { origin: `${SITE}.evil.example` }],
    ['whoever names no origin', {}],
  ])('%s, in every request', async (_name, headers) => {
    const { origin, desk } = await start();
    for (const [method, path] of [
      ['GET', '/v1/status'],
      ['GET', '/v1/certificates'],
      ['POST', '/v1/sign'],
      ['POST', '/v1/unblock'],
      ['OPTIONS', '/v1/sign'],
      ['GET', '/v1/nothing'],
    ] as const) {
      const answer = await send(`${origin}${path}`, { method, headers: { ...headers, ...json } });
      expect([answer.status, answer.json()['code']]).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(desk.orders).toEqual([]);
  });

  it.each(['evil.example', 'localhost', '127.0.0.1', 'evil.example:9543'])('a request sent to %s', async (host) => {
    const { origin } = await start();
    for (const path of ['/v1/status', '/confirm.css', '/confirm/x']) {
      const answer = await send(`${origin}${path}`, { headers: from(SITE, { host }) });
      expect([answer.status, answer.json()['code']]).toEqual([421, 'HOST_NOT_ALLOWED']);
    }
  });

  it('a result asked for by another site than the one that asked', async () => {
    const { origin } = await start();
    const { id } = await confirm(origin);
    expect((await result(origin, id, OTHER_SITE)).json()).toMatchObject({ code: 'ASK_UNKNOWN' });
    expect((await result(origin, id)).json()).toMatchObject({ state: 'SIGNED' });
  });

  it.each([
    ['STATEMENT_FOREIGN', statementFor({ origin: OTHER_SITE })],
    ['STATEMENT_EXPIRED', statementFor({ expires: NOW.toISOString() })],
    ['STATEMENT_MALFORMED', 'sign this, please'],
  ])('%s', async (code, statement) => {
    const { origin, desk } = await start();
    expect((await ask(origin, statement)).json()).toMatchObject({ code });
    expect(desk.orders).toEqual([]);
  });

  it.each([
    ['REQUEST_TOO_LARGE', json, JSON.stringify({ statement: 'x'.repeat(20_000) })],
    ['REQUEST_MALFORMED', json, '{"statement"'],
    ['REQUEST_MALFORMED', json, '["statement"]'],
    ['REQUEST_MALFORMED', json, '{"statement":1}'],
    ['REQUEST_MALFORMED', json, JSON.stringify({ statement: statementFor(), pin: PIN })],
    ['REQUEST_MALFORMED', { 'content-type': 'text/plain' }, JSON.stringify({ statement: statementFor() })],
  ])('%s', async (code, type, body) => {
    const { origin } = await start();
    const answer = await send(`${origin}/v1/sign`, { method: 'POST', headers: from(SITE, type), body });
    expect(answer.json()).toMatchObject({ code });
  });

  it('what is not there', async () => {
    const { origin } = await start();
    expect((await send(`${origin}/v1/sign`, { headers: from(SITE) })).json()).toMatchObject({
      code: 'REQUEST_UNKNOWN',
    });
    expect((await send(`${origin}/`)).json()).toMatchObject({ code: 'ASK_UNKNOWN' });
  });
});

it('answers a browser’s question before the request, also that for a private network', async () => {
  const { origin } = await start();
  const headers = from(SITE, {
    'access-control-request-method': 'POST',
    'access-control-request-private-network': 'true',
  });
  const answer = await send(`${origin}/v1/sign`, { method: 'OPTIONS', headers });
  expect(answer.status).toBe(204);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': SITE,
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': 'content-type',
    'access-control-allow-private-network': 'true',
  });
});

describe('the agent’s own page', () => {
  const waiting = async (cards?: () => readonly Card[], answers?: Parameters<typeof deskOf>[1]) => {
    const { origin, desk } = await start(cards, answers);
    const { confirm: address } = (await ask(origin)).json();
    return { origin, desk, address: String(address) };
  };

  it('cannot be framed, kept, sniffed or made to run a script of somebody', async () => {
    const { address } = await waiting();
    const { headers } = await send(address);
    expect(headers['content-security-policy']).toMatch(
      /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
    );
    expect(headers['content-security-policy']).not.toMatch(/unsafe/);
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
    { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
  ])('is shown to a person’s window alone, not to %j', async (headers) => {
    const { address } = await waiting();
    expect((await send(address, { headers })).status).toBe(404);
    expect(
      (await send(address, { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } })).status,
    ).toBe(200);
  });

  it('is shown once', async () => {
    const { address } = await waiting();
    expect((await send(address)).status).toBe(200);
    expect((await send(address)).json()).toMatchObject({ code: 'ASK_UNKNOWN' });
  });

  it('takes a PIN only from itself', async () => {
    const { origin, desk, address } = await waiting();
    const csrf = csrfIn(await send(address));
    for (const foreign of [SITE, 'null', 'http://127.0.0.1:1']) {
      const answer = await submit(origin, address, { csrf, pin: PIN }, foreign);
      expect(answer.json()).toMatchObject({ code: 'ORIGIN_NOT_ALLOWED' });
    }
    expect(desk.orders).toEqual([]);
  });

  it('takes a PIN only with the token that it showed, and once per showing', async () => {
    const { origin, desk, address } = await waiting();
    for (const csrf of ['', 'x'.repeat(43)])
      expect((await submit(origin, address, { csrf, pin: PIN })).json()).toMatchObject({ code: 'ASK_UNKNOWN' });
    const csrf = csrfIn(await send(address));
    expect((await submit(origin, address, { csrf: '', pin: PIN })).json()).toMatchObject({ code: 'ASK_UNKNOWN' });
    expect((await submit(origin, address, { csrf, pin: '000000' })).status).toBe(200);
    expect((await submit(origin, address, { csrf, pin: '000000' })).json()).toMatchObject({ code: 'ASK_UNKNOWN' });
    expect(desk.orders).toHaveLength(1);
  });

  it('takes no second PIN while the card thinks about the first', async () => {
    const [asked, thought] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const { origin, desk, address } = await waiting(undefined, ({ do: what }) => {
      if (what === 'SIGN') asked.resolve(undefined);
      return what === 'SIGN' ? thought.promise : undefined;
    });
    const csrf = csrfIn(await send(address));
    const first = submit(origin, address, { csrf, pin: PIN });
    await asked.promise;
    for (const again of [csrf, ''])
      expect((await submit(origin, address, { csrf: again, pin: PIN })).json()).toMatchObject({ code: 'ASK_UNKNOWN' });
    thought.resolve(undefined);
    expect((await first).text).toContain('SIGNED');
    expect(desk.orders).toHaveLength(1);
  });

  it('says that the PIN was wrong and takes the next', async () => {
    const { origin, address } = await waiting();
    const wrong = await submit(origin, address, { csrf: csrfIn(await send(address)), pin: '000000' });
    expect(wrong.text).toContain('The PIN is wrong.');
    expect((await submit(origin, address, { csrf: csrfIn(wrong), pin: PIN })).text).toContain('SIGNED');
  });

  it('shows what a card says of itself as text', async () => {
    const name = '<script>alert("1")</script>';
    const { address } = await waiting(() => [cardOf(name), cardOf('HKABC1X1')]);
    const { text } = await send(address);
    expect(text).not.toContain('<script>alert');
    expect(text.match(/type="radio"/g)).toHaveLength(2);
  });

  it('asks for the new PIN where the card wants one', async () => {
    const { address } = await waiting(() => [cardOf('A', { states: ['PIN_MUST_CHANGE'] })]);
    expect((await send(address)).text).toMatch(/name="pin"[^]*name="newPin"[^]*name="again"/);
  });
});

it('no PIN is ever logged or answered', async () => {
  const { origin } = await start(undefined, ({ do: what }) =>
    what === 'SIGN' ? { ok: false, code: 'CARD_FAILED', detail: 'C_Sign answered 0x5' } : undefined,
  );
  const { done } = await confirm(origin);
  await confirm(origin, PIN, 'nonsense').catch(() => undefined);
  expect(log.length).toBeGreaterThan(0);
  expect([...log, done.text].join('\n')).not.toContain(PIN);
});
