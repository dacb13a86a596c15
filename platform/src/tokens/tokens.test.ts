import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import { readTokenKeys } from './token-keys.ts';
import { createTokenSigner } from './token-signer.ts';

const jwk = (curve: 'P-256' | 'Ed25519', more: Record<string, unknown> = {}) => {
  const pair = curve === 'P-256' ? generateKeyPairSync('ec', { namedCurve: curve }) : generateKeyPairSync('ed25519');
  return { ...pair.privateKey.export({ format: 'jwk' }), ...more };
};
const clock = new AdjustableClock(new Date('2026-11-23T02:00:00.000Z'));
const at = () => Math.floor(clock.now().getTime() / 1000);
const signer = async (...keys: readonly object[]) =>
  createTokenSigner({ keys: await readTokenKeys({ keys }), issuer: 'https://dms.example', type: 'test+jwt', clock });
const claims = () => ({ sub: 'HKABC101', aud: 'back-end', jti: 'j', sid: 's', iat: at(), exp: at() + 300 });

describe('signed tokens', () => {
  it.each(['P-256', 'Ed25519'] as const)(
    'are verified by anybody with the published keys alone (%s)',
    async (curve) => {
      const tokens = await signer(jwk(curve));
      const token = await tokens.sign(claims());
      expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'test+jwt', kid: tokens.jwks.keys[0]?.kid });
      const { payload } = await jwtVerify(token, createLocalJWKSet(tokens.jwks), { currentDate: clock.now() });
      expect(payload).toEqual({ iss: 'https://dms.example', ...claims() });
      expect(await tokens.read(token)).toEqual(payload);
      expect(JSON.stringify(tokens.jwks)).not.toMatch(/"d"/);
    },
  );

  it('outlive the exchange of the key that signed them, and die with it when it is withdrawn', async () => {
    const [former, next] = [jwk('P-256', { kid: 'one' }), jwk('Ed25519', { kid: 'two' })];
    const old = await (await signer(former)).sign(claims());
    const announced = await signer(former, next);
    const exchanged = await signer(next, former);
    const { d: _gone, ...publicFormer } = former as { d?: string };
    const later = await signer(next, publicFormer);
    const fresh = await exchanged.sign(claims());
    expect(decodeProtectedHeader(fresh).kid).toBe('two');
    for (const tokens of [announced, exchanged, later]) {
      expect(await tokens.read(old)).not.toBeNull();
      expect(await tokens.read(fresh)).not.toBeNull();
      expect(tokens.jwks.keys.map(({ kid }) => kid).sort()).toEqual(['one', 'two']);
    }
    const withdrawn = await signer(next);
    expect([await withdrawn.read(old), await withdrawn.read(fresh)]).toEqual([null, expect.anything()]);
  });

  it('of another issuer, type, key, time or algorithm are nobody’s', async () => {
    const key = jwk('P-256', { kid: 'one' });
    const tokens = await signer(key);
    const good = await tokens.sign(claims());
    const [head = '', body = '', mark = ''] = good.split('.');
    const keys = await readTokenKeys({ keys: [key] });
    const other = await createTokenSigner({ keys, issuer: 'https://else.example', type: 'test+jwt', clock });
    const typed = await createTokenSigner({ keys, issuer: 'https://dms.example', type: 'JWT', clock });
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const symmetric = `${encode({ alg: 'HS256', typ: 'test+jwt', kid: 'one' })}.${body}`;
    const published = JSON.stringify(tokens.jwks.keys[0]);
    const bad = [
      await other.sign(claims()),
      await typed.sign(claims()),
      await (await signer(jwk('P-256', { kid: 'one' }))).sign(claims()),
      await tokens.sign({ ...claims(), exp: at() }),
      await tokens.sign({ ...claims(), sid: undefined }),
      `${head}.${encode({ ...claims(), iss: 'https://dms.example', sub: 'HKABC1X1' })}.${mark}`,
      `${encode({ alg: 'none', typ: 'test+jwt' })}.${body}.`,
      `${symmetric}.${createHmac('sha256', published).update(symmetric).digest('base64url')}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      '',
      'a.b.c',
    ];
    expect(await tokens.read(good)).not.toBeNull();
    for (const token of bad) expect([token, await tokens.read(token)]).toEqual([token, null]);
  });

  it('need keys that sign publicly, the first with its private half, each with a name of its own', async () => {
    const { d: _gone, ...half } = jwk('P-256') as { d?: string };
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' });
    for (const wrong of [
      {},
      { keys: [] },
      { keys: [{ kty: 'oct', k: 'AAAA' }] },
      { keys: [rsa] },
      { keys: [{ ...jwk('P-256'), crv: 'Ed25519' }] },
      { keys: [half] },
      { keys: [jwk('P-256', { kid: 'a' }), jwk('P-256', { kid: 'a' })] },
      null,
      'text',
    ])
      await expect(readTokenKeys(wrong)).rejects.toThrow(/key/i);
    await expect(readTokenKeys({ keys: [{ kty: 'oct', k: 'hunter2hunter2' }] })).rejects.not.toThrow(/hunter2/);
  });
});
