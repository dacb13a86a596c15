import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, type JWK, importJWK } from 'jose';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import { type AssertionKeys, generateAssertionKeys } from './assertion-keys.ts';
import { createAssertionSigner } from './assertion-signer.ts';
import { createAssertionVerifier } from './assertion-verifier.ts';
import type { Principal } from './principal.ts';

const source = { address: '203.0.113.7', userAgent: 'test', requestId: 'r1' };
const session: Principal = {
  kind: 'session',
  source,
  sessionId: 's',
  profileUuid: 'p',
  userId: 'HKABC101',
  participant: 'ABC',
  application: 'DMS',
  methods: ['password', 'totp'],
  steppedUpAt: null,
};
const account: Principal = {
  kind: 'account',
  source,
  accountId: 'a',
  name: 'INTERNAL-REPORTING',
  scopes: ['REPORTS', 'AUDIT'],
};
const service = (name: 'gateway' | 'approvals'): Principal => ({ kind: 'service', source, service: name });
const body = '{"query":"{ viewer { userId } }"}';

describe('a signed principal (G4)', () => {
  let gateway: AssertionKeys;
  let approvals: AssertionKeys;
  beforeAll(async () => {
    [gateway, approvals] = await Promise.all([generateAssertionKeys('gateway'), generateAssertionKeys('approvals')]);
  });
  const clock = new AdjustableClock(new Date('2026-07-01T00:00:00Z'));
  const signer = (keys: AssertionKeys, issuer: 'gateway' | 'approvals') =>
    createAssertionSigner({ privateJwk: keys.privateJwk, issuer, clock });
  const verifier = (audience = 'identity') =>
    createAssertionVerifier({ jwks: { keys: [gateway.publicJwk, approvals.publicJwk] }, audience, clock });
  const signed = (principal: Principal = session, audience = 'identity') =>
    signer(gateway, 'gateway').sign({ audience, principal, body });
  const refused = (assertion: string, over = body, by = verifier()) =>
    expect(by.verify(assertion, over)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });

  it('arrives as it was sent', async () => {
    expect(await verifier().verify(await signed(), body)).toEqual(session);
    expect(await verifier().verify(await signed({ kind: 'anonymous', source }), body)).toEqual({
      kind: 'anonymous',
      source,
    });
    expect(await verifier().verify(await signed(account), body)).toEqual(account);
    const own = await signer(approvals, 'approvals').sign({
      audience: 'identity',
      principal: service('approvals'),
      body,
    });
    expect(await verifier().verify(own, body)).toEqual(service('approvals'));
  });

  it('is refused for another body, another audience, and a second time', async () => {
    await refused(await signed(), `${body} `);
    await refused(await signed(session, 'approvals'));
    const once = await signed();
    const by = verifier();
    await by.verify(once, body);
    await refused(once, body, by);
  });

  it('lives 30 s and no longer than clocks may differ', async () => {
    const assertion = await signed();
    clock.advance(29_000);
    expect(await verifier().verify(assertion, body)).toEqual(session);
    clock.advance(7_000);
    await refused(assertion);
  });

  it('is refused when a part other than the door speaks for a person, or for another part', async () => {
    const sign = (principal: Principal) =>
      signer(approvals, 'approvals').sign({ audience: 'identity', principal, body });
    await refused(await sign(session));
    await refused(await sign(account));
    await refused(await sign({ kind: 'anonymous', source }));
    await refused(await sign(service('gateway')));
  });

  it('is refused when a part claims to be the issuer of another part with its own key', async () => {
    await refused(await signer(approvals, 'gateway').sign({ audience: 'identity', principal: session, body }));
  });

  it('is refused for a service account with a scope that does not exist, or with rights of a session beside it', async () => {
    await refused(await signed({ ...account, scopes: ['EVERYTHING'] } as unknown as Principal));
    await refused(await signed({ ...account, profileUuid: 'p' } as unknown as Principal));
  });

  it('is refused when unsigned, signed by a stranger, or shaped otherwise', async () => {
    const stranger = await generateAssertionKeys('gateway');
    await refused(await signer(stranger, 'gateway').sign({ audience: 'identity', principal: session, body }));
    for (const nonsense of ['', 'x', 'a.b.c', `${(await signed()).split('.').slice(0, 2).join('.')}.`])
      await refused(nonsense);
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await signed()).split('.')[1]}.`;
    await refused(none);
    const { kid, ...rest } = gateway.privateJwk;
    const key = await importJWK(rest as JWK, 'EdDSA');
    const odd = new SignJWT({ principal: { kind: 'session', source }, bdy: 'x' }).setProtectedHeader({
      alg: 'EdDSA',
      kid: kid!,
    });
    await refused(
      await odd
        .setIssuer('gateway')
        .setAudience('identity')
        .setIssuedAt()
        .setExpirationTime('30s')
        .setJti('j')
        .sign(key),
    );
  });
});
