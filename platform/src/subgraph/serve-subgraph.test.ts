import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import { generateAssertionKeys } from '../principal/assertion-keys.ts';
import { createAssertionSigner } from '../principal/assertion-signer.ts';
import { createAssertionVerifier } from '../principal/assertion-verifier.ts';
import { createLogger } from '../telemetry/logger.ts';
import { serveSubgraph } from './serve-subgraph.ts';
import type { Subgraph } from './subgraph.ts';

const clock = new AdjustableClock(new Date('2023-04-03T01:30:00.000Z'));
const query = JSON.stringify({ query: '{ __typename }' });
let executions = 0;
let served: Awaited<ReturnType<typeof serveSubgraph>>;
let sign: (body: string) => Promise<string>;

beforeAll(async () => {
  const { privateJwk, publicJwk } = await generateAssertionKeys('gateway');
  const signer = createAssertionSigner({ privateJwk, issuer: 'gateway', clock });
  const source = { address: '127.0.0.1', userAgent: '', requestId: 'r' };
  sign = (body) => signer.sign({ audience: 'identity', principal: { kind: 'anonymous', source }, body });
  const subgraph = {
    name: 'identity',
    ready: async () => undefined,
    execute: async () => {
      executions += 1;
      return { data: { __typename: 'Query' } };
    },
  } as unknown as Subgraph;
  served = await serveSubgraph({
    subgraph,
    verifier: createAssertionVerifier({ jwks: { keys: [publicJwk] }, audience: 'identity', clock }),
    host: '127.0.0.1',
    port: 0,
    logger: createLogger({ level: 'silent', part: 'identity' }),
  });
});
afterAll(() => served.close());

async function status(path: string, init: RequestInit): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(served.url + path, init);
  return { status: response.status, text: await response.text() };
}
const json = { 'content-type': 'application/json' };

describe("a subgraph's port", () => {
  it.each<readonly [string, string, RequestInit]>([
    ['an operation', '/graphql', { method: 'POST', headers: json, body: query }],
    ['its schema', '/graphql', { method: 'POST', headers: json, body: '{"query":"{ _service { sdl } }"}' }],
    ['text', '/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: query }],
    ['no JSON', '/graphql', { method: 'POST', headers: json, body: '{' }],
    ['two megabytes', '/graphql', { method: 'POST', headers: json, body: 'x'.repeat(2 * 1024 * 1024) }],
    ['nonsense as assertion', '/graphql', { method: 'POST', headers: { ...json, 'x-countersign-assertion': 'a.b.c' } }],
    ['another method', '/graphql', { method: 'PUT', headers: json, body: query }],
    ['another path', '/', {}],
    ['an address that is none', '/%zz', {}],
  ])('answers 401 and nothing else to %s without an assertion (G4)', async (_what, path, init) => {
    const answer = await status(path, init);
    expect(answer).toEqual({
      status: 401,
      text: '{"errors":[{"message":"Not available.","extensions":{"code":"UNAUTHENTICATED"}}]}',
    });
    expect(executions).toBe(0);
  });

  it('runs what carries a valid one', async () => {
    const headers = { ...json, 'x-countersign-assertion': await sign(query) };
    expect((await status('/graphql', { method: 'POST', headers, body: query })).status).toBe(200);
    expect(executions).toBe(1);
  });
});
