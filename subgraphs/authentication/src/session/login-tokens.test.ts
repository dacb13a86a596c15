import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AdjustableClock,
  createTokenSigner,
  type Principal,
  readTokenKeys,
  type TokenSigner,
} from '@countersign/platform';
import {
  flowIdOf,
  giveDevice,
  givePassword,
  type House,
  openHouse,
  person,
  start,
  type Step,
  untilSecondFactor,
} from '../testing/house.ts';
import { totpCode } from '../testing/totp-code.ts';
import { authenticationMethods } from './authentication-methods.ts';
import { LOGIN_TOKEN_TYPE } from './issue-login-token.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const AUDIENCE = 'https://settlement.ccms.example';
const source = { address: '192.0.2.9', userAgent: 'back end', requestId: 'r' };
const backEnd: Principal = { kind: 'account', source, accountId: 'a', name: 'CCMS', scopes: ['INTROSPECTION'] };

describe('login tokens and introspection', () => {
  let house: House;
  let uri: string;
  let signer: TokenSigner;
  const clock = new AdjustableClock(start);
  beforeEach(async () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    const keys = await readTokenKeys({ keys: [jwk] });
    signer = await createTokenSigner({ keys, issuer: 'https://dms.example', type: LOGIN_TOKEN_TYPE, clock });
    house = await openHouse({ tokens: { signer, audiences: [AUDIENCE] } });
    house.identity.add(person());
    await givePassword(house, id, secret);
    uri = await giveDevice(house, id, secret);
  });
  afterEach(() => house.close());

  const code = () => {
    house.clock.advance(30_000);
    return totpCode(uri, house.clock.now());
  };
  const signIn = async (): Promise<Step> => house.totp(await untilSecondFactor(house, id, secret), code());
  const sessionId = (step: Step) => (step['session'] as { id: string }).id;
  const as = (step: Step): Principal =>
    house.session({
      ...{ id: sessionId(step), userId: id, profileUuid: person().profileUuid },
      methods: ['password', 'totp'],
    });
  const issue = async (by: Principal | undefined, audience = AUDIENCE) =>
    (await house.run(`mutation { issueLoginToken(audience: ${JSON.stringify(audience)}) { token expiresAt } }`, by))
      .step as unknown as { token: string; expiresAt: string };
  const introspect = async (token: string, userActive = false) => {
    clock.set(house.clock.now());
    const text = `{ introspectToken(token: "${token}", userActive: ${userActive}) }`;
    return (await house.run(text, backEnd)).step as unknown as Record<string, unknown> | null;
  };
  const seconds = () => Math.floor(house.clock.now().getTime() / 1000);
  const read = (token: string) => {
    clock.set(house.clock.now());
    return signer.read(token);
  };

  it('tell one back end who it is, how he proved it and when, for five minutes', async () => {
    const step = await signIn();
    const opened = seconds();
    house.clock.advance(90_000);
    const { token, expiresAt } = await issue(as(step));
    expect(await read(token)).toEqual({
      ...{ iss: 'https://dms.example', aud: AUDIENCE, sub: id, participant: 'ABC', application: 'CCMS' },
      ...{ sid: sessionId(step), amr: ['pwd', 'otp', 'mfa'], methods: ['password', 'totp'], auth_time: opened },
      ...{ iat: seconds(), exp: seconds() + 300, jti: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(Date.parse(expiresAt)).toBe((seconds() + 300) * 1000);
    house.clock.advance(300_000);
    expect(await read(token)).toBeNull();
  });

  it('never outlive the session: its last minute gives a token of a minute, its end none', async () => {
    const step = await signIn();
    const end = house.clock.now().getTime() + 12 * 3_600_000;
    const seen = `{ resolveSession(token: "${String(step['sessionToken'])}") { sessionId } }`;
    for (let quarter = 1; quarter < 48; quarter += 1) {
      house.clock.advance(15 * 60_000);
      await house.run(seen, house.service('gateway'));
    }
    for (const late of [end - 60_000, end - 1]) {
      house.clock.set(new Date(late));
      expect(Date.parse((await issue(as(step))).expiresAt)).toBe(end);
    }
    house.clock.set(new Date(end));
    await expect(issue(as(step))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are for a living session and a listed audience, and each is audited', async () => {
    const step = await signIn();
    for (const audience of ['https://other.example', '', `${AUDIENCE}/`])
      await expect(issue(as(step), audience)).rejects.toMatchObject({ code: 'TOKEN_AUDIENCE_UNKNOWN' });
    await expect(issue(undefined)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(issue(backEnd)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { token } = await issue(as(step));
    const jti = (await read(token))?.jti;
    await house.run('mutation { logOut }', as(step));
    await expect(issue(as(step))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const rows = await house.rows<{ actor: string; after_json: string }>(
      `SELECT actor, after_json FROM audit_entry WHERE action = 'login-token.issued'`,
    );
    expect(rows.map(({ actor, after_json }) => [actor, JSON.parse(after_json)])).toEqual([
      [id, { audience: AUDIENCE, jti }],
    ]);
    for (const table of ['session', 'audit_entry', 'notice'])
      expect(JSON.stringify(await house.rows(`SELECT * FROM ${table}`))).not.toContain(token.split('.')[2]);
  });

  it('date the login by the newest proof of it (SE4)', async () => {
    const step = await signIn();
    const flow = flowIdOf(await house.mutate('beginStepUp', as(step)));
    expect((await house.totp(flow, code(), as(step))).__typename).toBe('StepUpGranted');
    const stepped = seconds();
    house.clock.advance(60_000);
    expect((await read((await issue(as(step))).token))?.['auth_time']).toBe(stepped);
  });

  it('are asked about, as sessions are, and told of only while the session lives (RFC 7662, S3)', async () => {
    const step = await signIn();
    const opened = seconds();
    const { token } = await issue(as(step));
    expect(await introspect(token)).toEqual({ token_type: 'login', ...(await read(token)) });
    const session = String(step['sessionToken']);
    expect(await introspect(session)).toEqual({
      ...{ token_type: 'session', iss: 'https://dms.example', sub: id, participant: 'ABC', application: 'CCMS' },
      ...{ sid: sessionId(step), amr: ['pwd', 'otp', 'mfa'], methods: ['password', 'totp'] },
      ...{ auth_time: opened, iat: opened, exp: opened + 30 * 60 },
    });
    house.identity.add(person({ securityVersion: 2 }));
    for (const one of [token, session]) expect(await introspect(one)).toBeNull();
  });

  it('nothing is told of a token that ended, was forged or never was one', async () => {
    const step = await signIn();
    const { token } = await issue(as(step));
    const session = String(step['sessionToken']);
    const flow = flowIdOf(await house.begin(id));
    const forged = [`${token.slice(0, -8)}AAAAAAAA`, `${session.slice(0, -1)}${session.endsWith('A') ? 'E' : 'A'}`];
    for (const one of [...forged, 'A'.repeat(43), `csa_${'A'.repeat(43)}`, '', ' ', 'null', flow])
      expect([one, await introspect(one)]).toEqual([one, null]);
    for (const one of [token, session]) expect(await introspect(one)).not.toBeNull();
    await house.run('mutation { logOut }', as(step));
    for (const one of [token, session]) expect(await introspect(one)).toBeNull();
    const next = String((await signIn())['sessionToken']);
    house.clock.advance(30 * 60_000);
    expect(await introspect(next)).toBeNull();
  });

  it('a session in a cookie that has a newer token is told of by that one alone (S1)', async () => {
    const begun = await house.mutate(`beginLogin(input: { application: CCMS, method: TWO_FACTOR, userId: "${id}" })`);
    const last = flowIdOf(await house.password(flowIdOf(begun), secret));
    const answer = async (flow: string, by?: Principal) =>
      house.run(`mutation { answerWithTotp(flowId: "${flow}", code: "${code()}") { ${house.fields} } }`, by);
    const { step, reply } = await answer(last);
    const stepped = await answer(flowIdOf(await house.mutate('beginStepUp', as(step))), as(step));
    expect(await introspect(String(reply.sessionToken))).toBeNull();
    expect(await introspect(String(stepped.reply.sessionToken))).not.toBeNull();
  });

  it('a back end that asks is no sign of life of the user, unless it says that he acts (S5)', async () => {
    const session = String((await signIn())['sessionToken']);
    for (let minute = 0; minute < 29; minute += 1) {
      house.clock.advance(60_000);
      expect(await introspect(session)).not.toBeNull();
    }
    expect(await introspect(session, true)).not.toBeNull();
    house.clock.advance(29 * 60_000);
    expect(await introspect(session)).not.toBeNull();
    house.clock.advance(60_000);
    expect(await introspect(session, true)).toBeNull();
  });

  it('are told of to service accounts of that scope alone, and their keys to the door', async () => {
    const step = await signIn();
    const text = `{ introspectToken(token: "${String(step['sessionToken'])}", userActive: false) }`;
    const others = [
      undefined,
      as(step),
      house.service('gateway'),
      { ...backEnd, scopes: ['REPORTS', 'AUDIT', 'ESERVICES'] } as Principal,
    ];
    for (const by of others) await expect(house.run(text, by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    for (const by of [undefined, as(step), backEnd, house.service('approvals')])
      await expect(house.run('{ loginTokenKeys { issuer jwks } }', by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await house.run('{ loginTokenKeys { issuer jwks } }', house.service('gateway'))).step).toEqual({
      issuer: 'https://dms.example',
      jwks: signer.jwks,
    });
  });
});

it.each([
  [
    ['password', 'totp'],
    ['pwd', 'otp', 'mfa'],
  ],
  [
    ['password', 'email-otp'],
    ['pwd', 'otp', 'mfa'],
  ],
  [
    ['password', 'hotp'],
    ['pwd', 'otp', 'mfa'],
  ],
  [
    ['password', 'recovery-code'],
    ['pwd', 'otp', 'mfa'],
  ],
  [['smartcard'], ['sc', 'pin', 'mfa']],
  [
    ['password', 'passkey'],
    ['pwd', 'pop', 'user', 'mfa'],
  ],
  [
    ['password', 'palm'],
    ['pwd', 'mfa'],
  ],
])('%p is %p to others (RFC 8176)', (methods, references) => {
  expect(authenticationMethods(methods)).toEqual(references);
});
