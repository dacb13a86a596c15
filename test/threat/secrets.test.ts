import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { scan } from '../support/authenticator-app.ts';
import { answerByCard, beginByCard, cardFor, challengeIn, signedBy } from '../support/card.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, submitChange } from '../support/changes.ts';
import { useStack } from '../support/every-shape.ts';
import { beginLogin, flowId, sendStep, step } from '../support/flow-steps.ts';
import { codeIn } from '../support/mail-text.ts';
import { passkeyDevice } from '../support/passkey-device.ts';
import { passkeyStep } from '../support/passkey-steps.ts';
import {
  choosePassword,
  enterPassword,
  freshCode,
  logIn,
  optForEmail,
  PASSWORD,
  type Person,
  registerDevice,
  signedIn,
} from '../support/person.ts';
import { enquire } from '../support/profiles.ts';

const ORIGIN = 'https://dms.example';
const settings = {
  COUNTERSIGN_LOG_LEVEL: 'trace',
  COUNTERSIGN_SITE_ORIGINS: ORIGIN,
  COUNTERSIGN_TOKEN_PRIVATE_KEYS: JSON.stringify({
    keys: [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })],
  }),
  COUNTERSIGN_TOKEN_AUDIENCES: 'ccms-settlement',
};

describe('O19: secrets are nowhere but with their owners', () => {
  const stack = useStack({ shape: 'four-process', settings });
  const canaries = new Map<string, string>();
  const said: string[] = [];
  let cast: Cast;
  /** One of the demo's users whose card is in custody. */
  let carded: Person;
  beforeAll(async () => {
    cast = await openCast(stack());
    carded = cast.user();
  }, 60_000);
  const remember = (what: string, secret: string | null | undefined) => {
    if (typeof secret === 'string' && secret.length >= 6) canaries.set(secret, what);
  };

  it('after logins, resets, refusals and authorised changes', async () => {
    const client = stack().client();
    const people: Person[] = [];
    for (let index = 0; index < 6; index += 1) {
      const who = cast.user();
      people.push(who);
      const password = `canary-${index}-Zebra-umbrella-${index}`;
      await choosePassword(stack(), who, password);
      remember('password', password);
      const opened =
        index % 2 === 0 ? await registerDevice(stack(), who, 'CCMS') : await optForEmail(stack(), who, 'CCMS');
      remember('session token', opened.sessionToken);
      remember('TOTP seed', who.app?.secret);
      stack().clock.advance({ minutes: 2 });
      if (who.app !== null) remember('app code', freshCode(stack(), who));
      remember('session token', (await logIn(stack(), who, 'CCMS')).sessionToken);
      const begun = await beginLogin(client, { userId: who.userId, application: 'CCMS' });
      remember('flow token', flowId(begun));
      remember('wrong password', `wrong-canary-${index}-Zebra`);
      const wrong = await sendStep(client, 'answerWithPassword', {
        flowId: flowId(begun),
        password: `wrong-canary-${index}-Zebra`,
      });
      said.push(wrong.text);
      const malformed = await client.send(
        `mutation { answerWithPassword(flowId: "${flowId(begun)}", password: "wrong-canary-${index}-Zebra", extra: 1) { __typename } }`,
      );
      said.push(malformed.text);
      const short = await step(client, 'setPassword', {
        flowId: flowId(begun),
        newPassword: `short-canary-${index}`,
        confirmation: `short-canary-${index}`,
      });
      said.push(JSON.stringify(short));
      remember('refused password', `short-canary-${index}`);
    }
    for (const letter of stack().mail.letters) {
      for (const who of [...people, cast.checker, cast.maker]) remember('mailed code', codeIn(letter, who.userId));
    }
    const code = await authorisationCodeOf(stack(), cast.checker);
    remember('authorisation code', code);
    remember('authorisation code', code.replace('-', ''));
    const maker = await present(stack(), cast.maker, 'DMS');
    remember('session token', maker.token);
    for (const checkerId of [cast.checker.userId, cast.maker.userId, 'HKABC4QQ']) {
      const who = cast.user();
      const version = (await enquire(maker, who.userId))?.version ?? -1;
      const request = await submitChange(maker, { userId: who.userId, version, set: { email: 'canary@firm.example' } });
      said.push(JSON.stringify(await authorise(maker, { requestId: request.id, checkerId, authorisationCode: code })));
    }
    said.push(
      (
        await maker.send(
          `mutation { authoriseChange(input: { requestId: 1, checkerId: [], authorisationCode: "${code}" }) { __typename } }`,
        )
      ).text,
    );
    remember('app seed', cast.checker.app?.secret);
    expect(canaries.size).toBeGreaterThan(40);
  }, 120_000);

  it('after tokens, passkeys, printed codes, new passwords, smartcards, their PINs and login tokens', async () => {
    const client = stack().client();
    const known = canaries.size;
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    const app = signedIn(client, await registerDevice(stack(), who, 'CCMS'));
    const proveAgain = async (field: 'renewRecoveryCodes' | 'changePassword') => {
      const asked = await step(app, 'answerWithPassword', {
        flowId: flowId(await step(app, field)),
        password: who.password,
      });
      return step(app, 'answerWithTotp', { flowId: flowId(asked), code: freshCode(stack(), who) });
    };
    const { codes = [] } = await proveAgain('renewRecoveryCodes');
    expect(codes).toHaveLength(10);
    for (const code of codes) for (const form of [code, code.replaceAll('-', '')]) remember('recovery code', form);
    const issued = await app.send<{ issueLoginToken: { token: string } }>(
      'mutation { issueLoginToken(audience: "ccms-settlement") { token } }',
    );
    remember('login token', issued.data.issueLoginToken.token);
    const next = 'canary-new-Kettle-nineteen';
    remember('new password', next);
    const wanted = flowId(await proveAgain('changePassword'));
    const chosen = await step(app, 'setPassword', { flowId: wanted, newPassword: next, confirmation: next });
    expect(chosen.__typename).toBe('PasswordChanged');
    who.password = next;
    const used = { flowId: flowId(await enterPassword(client, who, 'CCMS')), code: codes[0] ?? '' };
    expect((await step(client, 'answerWithRecoveryCode', used)).__typename).toBe('SignedIn');
    said.push((await sendStep(client, 'answerWithRecoveryCode', used)).text);

    const holder = cast.user();
    await choosePassword(stack(), holder, PASSWORD);
    const offered = flowId(await enterPassword(client, holder, 'CCMS'));
    const token = await client.send<{ registerDevice: { otpauthUri: string } }>(
      'mutation($f: ID!) { registerDevice(flowId: $f, authenticator: "hotp") { ... on DeviceRegistration { otpauthUri } } }',
      { f: offered },
    );
    const { otpauthUri } = token.data.registerDevice;
    const { secret, codeAt } = scan(otpauthUri.replace('//hotp/', '//totp/'));
    remember('HOTP seed', secret);
    const opened = await client.send(
      'mutation($f: ID!, $c: String!) { answerWithHotp(flowId: $f, code: $c) { __typename } }',
      {
        f: offered,
        c: codeAt(new Date(0)),
      },
    );
    expect(opened.data['answerWithHotp']).toEqual({ __typename: 'SignedIn' });
    for (const presses of [1, 2, 3]) remember('HOTP code', codeAt(new Date(presses * 30_000)));

    const device = passkeyDevice(ORIGIN, null);
    const keyed = cast.user();
    await choosePassword(stack(), keyed, PASSWORD);
    const flow = flowId(await enterPassword(client, keyed, 'CCMS'));
    const creation = await passkeyStep(client, 'registerDevice', { flowId: flow, authenticator: 'passkey' });
    const options = creation.options as { readonly challenge: string };
    remember('passkey challenge', options.challenge);
    const created = await passkeyStep(client, 'answerWithPasskey', { flowId: flow, response: device.create(options) });
    expect(created.__typename).toBe('SignedIn');

    const card = await cardFor(stack(), carded.userId);
    const challenge = challengeIn(await beginByCard(client, carded.userId, 'CCMS'));
    remember('smartcard nonce', challenge.nonce);
    const given = signedBy(card, challenge.statement);
    remember('smartcard signature', given.signature);
    const byCard = await answerByCard(client, challenge.flow, given);
    expect(byCard.__typename).toBe('SignedIn');
    remember('session token', byCard.sessionToken);
    await rememberPins();
    expect(canaries.size - known).toBeGreaterThan(25);
  }, 120_000);

  /** W19: the PIN that two administrators let the maker see, and the key that it is exchanged for. */
  async function rememberPins(): Promise<void> {
    const maker = await present(stack(), cast.maker, 'DMS');
    const version = (await enquire(maker, carded.userId))?.version ?? -1;
    const submitted = await maker.send<{ submitSmartcardPinReset: { id: string } }>(
      'mutation($i: AccountChangeInput!) { submitSmartcardPinReset(input: $i) { ... on ChangeRequest { id } } }',
      { i: { userId: carded.userId, version, reason: 'PIN forgotten' } },
    );
    const { id: requestId } = submitted.data.submitSmartcardPinReset;
    const code = await authorisationCodeOf(stack(), cast.checker);
    await authorise(maker, { requestId, checkerId: cast.checker.userId, authorisationCode: code });
    const shown = await maker.send<{ revealInitialPin: { pin: string } }>(
      'mutation($r: ID!) { revealInitialPin(requestId: $r) { ... on InitialPin { pin } } }',
      { r: requestId },
    );
    const { pin } = shown.data.revealInitialPin;
    remember('initial PIN', pin);
    const { flow } = challengeIn(await beginByCard(stack().client(), carded.userId, 'CCMS'));
    const redeemed = await stack()
      .client()
      .send<{ redeemInitialPin: { unblockingKey: string } }>(
        'mutation($f: ID!, $p: String!) { redeemInitialPin(flowId: $f, initialPin: $p) { ... on CardUnblocking { unblockingKey } } }',
        { f: flow, p: pin },
      );
    expect(redeemed.data.redeemInitialPin.unblockingKey).toMatch(/^\d{8}$/);
    remember('unblocking key', redeemed.data.redeemInitialPin.unblockingKey);
  }

  const found = (text: string) =>
    [...canaries]
      .filter(([secret]) =>
        /^\d+$/.test(secret)
          ? new RegExp(`(?<![\\dA-Za-z])${secret}(?![\\dA-Za-z])`).test(text)
          : text.includes(secret),
      )
      .map(([secret, what]) => `${what} ${secret}`);

  it('not in any log line, at the most talkative level', () => {
    expect(stack().output().length).toBeGreaterThan(1_000);
    expect(found(stack().output())).toEqual([]);
  });

  it('not in any answer but the one that was meant to hold it', () => {
    expect(found(said.join('\n'))).toEqual([]);
  });

  it('not in a dump of the database', () => {
    const url = stack().corner?.mysqlUrl;
    const prefix = url?.pathname.slice(1) ?? '';
    const dump = execFileSync(
      'mysqldump',
      [
        `--host=${url?.hostname}`,
        `--port=${url?.port}`,
        '--protocol=tcp',
        `--user=${url?.username || 'root'}`,
        ...(url?.password ? [`--password=${url.password}`] : []),
        '--skip-extended-insert',
        '--databases',
        `${prefix}_identity`,
        `${prefix}_approvals`,
        `${prefix}_authentication`,
      ],
      { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
    );
    expect(dump).toContain('audit_entry');
    expect(found(dump)).toEqual([]);
  });

  it('not in a dump of Redis', async () => {
    const redis = new Redis(stack().corner?.redisUrl.href ?? '');
    const kept: string[] = [];
    for (const key of await redis.keys('*')) {
      kept.push(key);
      const type = await redis.type(key);
      if (type === 'string') kept.push((await redis.get(key)) ?? '');
      if (type === 'hash') kept.push(JSON.stringify(await redis.hgetall(key)));
      if (type === 'set') kept.push(JSON.stringify(await redis.smembers(key)));
      if (type === 'zset') kept.push(JSON.stringify(await redis.zrange(key, '0', '-1')));
      if (type === 'list') kept.push(JSON.stringify(await redis.lrange(key, 0, -1)));
      if (type === 'stream') kept.push(JSON.stringify(await redis.xrange(key, '-', '+')));
    }
    redis.disconnect();
    expect(kept.length).toBeGreaterThan(1);
    expect(found(kept.join('\n'))).toEqual([]);
  });
});
