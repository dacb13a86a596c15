import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Principal } from '../principal/principal.ts';
import { type HttpTransport, httpTransport } from './http-transport.ts';

const somebody: Principal = { kind: 'anonymous', source: { address: '127.0.0.1', userAgent: 't', requestId: 'r' } };
/** That it is refused instead of waited for; the two seconds promised are measured in test/fault, where nothing else runs. */
const REFUSED_WITHIN_MS = 6_000;

let server: Server;
let transport: HttpTransport;
let answer: RequestListener;
let asked: string[];

const finish: RequestListener = (_, response) => response.end('{"data":{"ok":true}}');
const frozen: RequestListener = () => undefined;

beforeEach(async () => {
  asked = [];
  answer = finish;
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  transport = httpTransport({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    audience: 'identity',
    signer: { sign: () => Promise.resolve('signed') },
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await transport.close();
  await new Promise((resolve) => server.close(resolve));
});

const call = () => transport.call({ query: '{ ok }' }, somebody);
async function refusedWithin(ms: number): Promise<void> {
  const start = performance.now();
  await expect(call()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  expect(performance.now() - start).toBeLessThan(ms);
}

describe('a part that answers nothing any more', () => {
  it('is refused, also to many callers at once, and recovers by itself', async () => {
    expect(await call()).toEqual({ data: { ok: true } });
    answer = frozen;
    await Promise.all(Array.from({ length: 100 }, () => refusedWithin(REFUSED_WITHIN_MS)));
    await refusedWithin(REFUSED_WITHIN_MS);
    answer = finish;
    expect(await call()).toEqual({ data: { ok: true } });
    expect(await call()).toEqual({ data: { ok: true } });
  });

  it('is sent no call while it is known to be silent, and is looked at once for all who ask', async () => {
    answer = frozen;
    await refusedWithin(REFUSED_WITHIN_MS);
    asked.length = 0;
    await Promise.all(Array.from({ length: 50 }, () => refusedWithin(REFUSED_WITHIN_MS)));
    expect(asked).toEqual(['/livez']);
  });
});

describe('a part that takes its time', () => {
  it('is waited for as long as it lives', async () => {
    answer = (request, response) => {
      if (request.url === '/livez') response.statusCode = 401;
      if (request.url === '/livez') response.end();
      else setTimeout(() => finish(request, response), 2_500);
    };
    expect(await call()).toEqual({ data: { ok: true } });
    expect(asked.filter((path) => path === '/graphql')).toHaveLength(1);
    expect(asked.filter((path) => path === '/livez').length).toBeGreaterThan(1);
  });

  it('is not looked at while it answers at once', async () => {
    await call();
    expect(asked).toEqual(['/graphql']);
  });
});
