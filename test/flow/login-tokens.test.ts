import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { arrive } from '../support/person.ts';
import { serviceAccount } from '../support/service-account.ts';

const ISSUER = 'https://dms.example';
const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const guide = path.resolve(import.meta.dirname, '../../docs/operator-guide.md');
/** Beside the packages, so that the example finds its one dependency. */
const folder = path.resolve(import.meta.dirname, '../../.tmp/login-tokens');

/** The back end of the operator guide, to the letter but for where the keys are fetched. */
function backEnd(door: string): string {
  const [, example = ''] = /```js\n(import \{ createRemoteJWKSet[\s\S]*?)```/.exec(readFileSync(guide, 'utf8')) ?? [];
  expect(example.split('\n').length).toBeLessThanOrEqual(18);
  expect(example).toContain(`'${ISSUER}'`);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'back-end.mjs');
  writeFileSync(file, example.replace("'/.well-known/jwks.json', ISSUER", `'/.well-known/jwks.json', '${door}'`));
  return file;
}

describe('back ends that rely on a login, in four processes', () => {
  const stack = useStack({
    shape: 'four-process',
    // The back end of the guide goes by the real time.
    at: new Date().toISOString(),
    settings: {
      COUNTERSIGN_SITE_ORIGINS: ISSUER,
      COUNTERSIGN_TOKEN_PRIVATE_KEYS: JSON.stringify({ keys: [jwk] }),
      COUNTERSIGN_TOKEN_AUDIENCES: 'ccms-settlement,ccms-risk',
    },
  });
  let cast: Cast;
  let file: string;
  let account: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    file = backEnd(stack().urls[0] ?? '');
    account = await serviceAccount(stack(), { name: 'CCMS-SETTLEMENT', scopes: 'INTROSPECTION' });
  }, 90_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const tokenFor = async (session: ApiClient, audience: string) => {
    const answer = await session.send<{ issueLoginToken: { token: string; expiresAt: string } }>(
      'mutation($a: String!) { issueLoginToken(audience: $a) { token expiresAt } }',
      { a: audience },
    );
    expect([answer.code, answer.data?.issueLoginToken.token]).toEqual([undefined, expect.any(String)]);
    return answer.data.issueLoginToken.token;
  };
  const whoIs = async (token: string): Promise<unknown> => {
    const script = `import { whoIs } from ${JSON.stringify(`file://${file}`)};
      const outcome = await whoIs(process.argv[1]).catch(({ code }) => code);
      process.stdout.write(JSON.stringify(outcome));`;
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, token], { cwd: folder });
    return JSON.parse(stdout) as unknown;
  };
  const introspect = async (token: string) => {
    const { status, text } = await account.raw({
      path: '/introspect',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token }).toString(),
    });
    return { status, claims: JSON.parse(text) as Record<string, unknown> };
  };

  it('the one of the guide verifies a login by the published keys alone, and nothing meant for another', async () => {
    const who = cast.user();
    const session = await arrive(stack(), who, 'CCMS');
    const token = await tokenFor(session, 'ccms-settlement');
    expect(await whoIs(token)).toEqual({
      ...{ userId: who.userId, participant: 'ABC', proven: ['pwd', 'otp', 'mfa'] },
    });
    expect(await whoIs(await tokenFor(session, 'ccms-risk'))).toBe('ERR_JWT_CLAIM_VALIDATION_FAILED');
    const [head, body, mark = ''] = token.split('.');
    const forged = `${head}.${body}.${mark.slice(0, -8)}AAAAAAAA`;
    expect(await whoIs(forged)).toBe('ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
    const other = await session.send('mutation { issueLoginToken(audience: "elsewhere") { token } }');
    expect(other.code).toBe('TOKEN_AUDIENCE_UNKNOWN');
    for (const key of Object.values({ d: jwk.d }))
      expect((await session.raw({ path: '/.well-known/jwks.json', method: 'GET' })).text).not.toContain(key);
  });

  it('one that asks is told of a living session, by either token, until it ends', async () => {
    const who = cast.user();
    const session = await arrive(stack(), who, 'CCMS');
    const tokens = [session.token ?? '', await tokenFor(session, 'ccms-settlement')];
    for (const token of tokens)
      expect(await introspect(token)).toMatchObject({
        status: 200,
        claims: { active: true, iss: ISSUER, sub: who.userId, participant: 'ABC', application: 'CCMS' },
      });
    await session.send('mutation { logOut }');
    for (const token of [...tokens, 'A'.repeat(43)])
      expect(await introspect(token)).toEqual({ status: 200, claims: { active: false } });
  });
});
