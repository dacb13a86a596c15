import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, submitChange } from '../support/changes.ts';
import { useStack } from '../support/every-shape.ts';
import { beginLogin, flowId, sendStep, step } from '../support/flow-steps.ts';
import { codeIn } from '../support/mail-text.ts';
import { choosePassword, freshCode, logIn, optForEmail, type Person, registerDevice } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';

describe('O19: secrets are nowhere but with their owners', () => {
  const stack = useStack({ shape: 'four-process', settings: { COUNTERSIGN_LOG_LEVEL: 'trace' } });
  const canaries = new Map<string, string>();
  const said: string[] = [];
  let cast: Cast;
  beforeAll(async () => {
    cast = await openCast(stack());
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
