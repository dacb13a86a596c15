import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  getNamedType,
  isAbstractType,
} from 'graphql';
import { uuidOf } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, submitChange } from '../support/changes.ts';
import { useStack } from '../support/every-shape.ts';
import { BEGIN_LOGIN, beginLogin, flowId, step, stepOf } from '../support/flow-steps.ts';
import {
  arrive,
  choosePassword,
  freshCode,
  logIn,
  PASSWORD,
  type Person,
  registerDevice,
  signedIn,
} from '../support/person.ts';
import { enquire, viewerId } from '../support/profiles.ts';

/** What anybody may ask: the way in, and what its page shows. Every other field must refuse whoever is not signed in. */
const ANYBODY = ['loginOptions', 'migration', 'functionHours', 'calendarOverrides', 'beginLogin', 'beginPasswordReset'];

describe('sessions', () => {
  const stack = useStack({ shape: 'one-process', doors: 2 });
  let cast: Cast;
  beforeAll(async () => {
    cast = await openCast(stack());
  }, 60_000);

  it('S1: a session ID is 256 random bits, kept as a hash, new at every login; a planted one stays worthless', async () => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    const tokens = new Set<string>();
    const first = await registerDevice(stack(), who, 'CCMS');
    tokens.add(first.sessionToken ?? '');
    for (let round = 0; round < 3; round += 1) tokens.add((await logIn(stack(), who, 'CCMS')).sessionToken ?? '');
    expect(tokens.size).toBe(4);
    for (const token of tokens) expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(32);
    const authentication = await stack().tables('authentication');
    const kept = JSON.stringify(await authentication.rows('SELECT * FROM session'));
    for (const token of tokens) expect(kept).not.toContain(token);

    const planted = 'P'.repeat(43);
    const browser = stack().client().withCookie(`__Host-countersign=${planted}`);
    const begun = stepOf(
      await browser.send(BEGIN_LOGIN, {
        input: { userId: who.userId, application: 'CCMS', method: 'TWO_FACTOR', delivery: 'COOKIE' },
      }),
      'beginLogin',
    );
    await step(browser, 'answerWithPassword', { flowId: flowId(begun), password: PASSWORD });
    const opened = await browser.send(
      'mutation($f: ID!, $c: String!) { answerWithTotp(flowId: $f, code: $c) { __typename ... on SignedIn { sessionToken } } }',
      { f: flowId(begun), c: freshCode(stack(), who) },
    );
    expect(opened.data['answerWithTotp']).toEqual({ __typename: 'SignedIn', sessionToken: null });
    const cookie = String(opened.headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-countersign=[A-Za-z0-9_-]{43}; /);
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(attribute);
    expect(cookie).not.toContain('Domain');
    expect(await viewerId(browser)).toBeNull();
    expect(
      await viewerId(
        stack()
          .client(1)
          .withCookie(cookie.split(';')[0] ?? ''),
      ),
    ).toBe(who.userId);
  });

  describe('S2: a half-authenticated person is nobody', () => {
    const schema = buildSchema(readFileSync(path.resolve(import.meta.dirname, '../../schema/api.graphql'), 'utf8'));
    const fields = [
      ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field] as const),
      ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ['mutation', field] as const),
    ].filter(([, field]) => !ANYBODY.includes(field.name));
    let flow: string;
    beforeAll(async () => {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      await registerDevice(stack(), who, 'CCMS');
      const begun = await beginLogin(stack().client(), { userId: who.userId, application: 'CCMS' });
      flow = flowId(begun);
      expect(
        (await step(stack().client(), 'answerWithPassword', { flowId: flow, password: PASSWORD })).__typename,
      ).toBe('ProofsOffered');
    }, 30_000);

    it.each(fields.map(([kind, field]) => [field.name, kind, field] as const))('%s', async (name, kind, field) => {
      const document = `${kind} { ${call(schema, field, 'no-such-flow')} }`;
      const halfWay = [
        stack().client(),
        stack().client().bearing(flow),
        stack().client().withCookie(`__Host-countersign=${flow}`),
      ];
      for (const client of halfWay) {
        const answer = await client.send(document);
        const found = answer.data?.[name] as { __typename?: string } | boolean | null | undefined;
        const refused =
          answer.errors.length > 0 ||
          found === null ||
          found === undefined ||
          found === false ||
          /Refused$/.test((typeof found === 'object' && found.__typename) || '');
        expect([document, answer.text, refused]).toEqual([document, answer.text, true]);
        expect(answer.code ?? 'none').not.toMatch(/INTERNAL_SERVER_ERROR|GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT/);
      }
    });
  });

  describe('S3: a session is over on every door with', () => {
    const pairOfDoors = (session: ApiClient) =>
      [0, 1].map((door) =>
        stack()
          .client(door)
          .bearing(session.token ?? ''),
      );
    const expectOver = async (session: ApiClient) => {
      for (const client of pairOfDoors(session)) expect(await viewerId(client)).toBeNull();
    };
    const open = async (who: Person): Promise<ApiClient> => {
      const session = await arrive(stack(), who, 'CCMS');
      for (const client of pairOfDoors(session)) expect(await viewerId(client)).toBe(who.userId);
      return session;
    };

    it('the log-out', async () => {
      const session = await open(cast.user());
      expect((await session.send('mutation { logOut }')).data).toEqual({ logOut: true });
      await expectOver(session);
    });

    it('a disabled profile, a lapsed date, a deleted profile', async () => {
      const identity = await stack().tables('identity');
      for (const change of [`status = 'DISABLED'`, `disable_after = '2026-11-01'`, 'deleted_at = 1']) {
        const who = cast.user();
        const session = await open(who);
        await identity.change(`UPDATE user_profile SET ${change} WHERE user_id = ?`, [who.userId]);
        await expectOver(session);
      }
    });

    it('a change of role', async () => {
      const who = cast.user();
      const session = await open(who);
      const identity = await stack().tables('identity');
      await identity.change('UPDATE user_profile SET security_version = security_version + 1 WHERE uuid = ?', [
        await uuidOf(stack(), who),
      ]);
      await expectOver(session);
    });

    it('a change of the registered address', async () => {
      const who = cast.user();
      const session = await open(who);
      const code = await authorisationCodeOf(stack(), cast.checker);
      const maker = await present(stack(), cast.maker, 'DMS');
      const version = (await enquire(maker, who.userId))?.version ?? -1;
      const request = await submitChange(maker, { userId: who.userId, version, set: { email: 'moved@firm.example' } });
      expect(
        await authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code }),
      ).toMatchObject({ state: 'EXECUTED' });
      await expectOver(session);
    });

    it('a new password', async () => {
      const who = cast.user();
      const session = await open(who);
      stack().clock.advance({ minutes: 2 });
      await choosePassword(stack(), who, 'violet-harbour-seven-lamp');
      await expectOver(session);
    });

    it('a reset of the second factor by two administrators', async () => {
      const who = cast.user();
      const session = await open(who);
      const code = await authorisationCodeOf(stack(), cast.checker);
      const maker = await present(stack(), cast.maker, 'DMS');
      const version = (await enquire(maker, who.userId))?.version ?? -1;
      const submitted = await maker.send<{ submitSecondFactorReset: { id: string } }>(
        `mutation($i: AccountChangeInput!) { submitSecondFactorReset(input: $i) { ... on ChangeRequest { id } } }`,
        { i: { userId: who.userId, version, reason: 'Lost phone' } },
      );
      const { id: requestId } = submitted.data.submitSecondFactorReset;
      const decided = await authorise(maker, { requestId, checkerId: cast.checker.userId, authorisationCode: code });
      expect(decided).toMatchObject({ state: 'EXECUTED' });
      await expectOver(session);
    });

    it('an administrator who ends it, at the other door', async () => {
      const who = cast.user();
      const session = await open(who);
      const maker = await present(stack(), cast.maker, 'DMS');
      const other = stack()
        .client(1)
        .bearing(maker.token ?? '');
      const listed = await other.send<{ sessions: { id: string; application: string }[] }>(
        'query($u: ID!) { sessions(userId: $u) { id application } }',
        { u: who.userId },
      );
      expect(listed.data.sessions).toEqual([{ id: expect.any(String), application: 'CCMS' }]);
      const [{ id } = { id: '' }] = listed.data.sessions;
      expect((await other.send('mutation($id: ID!) { endSession(id: $id) }', { id })).data).toEqual({
        endSession: true,
      });
      await expectOver(session);
    });

    it('the step-up of a session in a cookie, as far as its former token goes', async () => {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      await registerDevice(stack(), who, 'CCMS');
      const begun = await beginLogin(stack().client(), { userId: who.userId, application: 'CCMS', delivery: 'COOKIE' });
      await step(stack().client(), 'answerWithPassword', { flowId: flowId(begun), password: PASSWORD });
      const pairOf = (headers: Record<string, unknown>) => String(headers['set-cookie']).split(';')[0] ?? '';
      const answer = async (client: ApiClient, flow: string) =>
        client.send('mutation($f: ID!, $c: String!) { answerWithTotp(flowId: $f, code: $c) { __typename } }', {
          ...{ f: flow, c: freshCode(stack(), who) },
        });
      const first = pairOf((await answer(stack().client(), flowId(begun))).headers);
      const stepping = await step(stack().client().withCookie(first), 'beginStepUp');
      const granted = await answer(stack().client().withCookie(first), flowId(stepping));
      expect(granted.data['answerWithTotp']).toEqual({ __typename: 'StepUpGranted' });
      const second = pairOf(granted.headers);
      for (const door of [0, 1]) {
        const late = await stack().client(door).withCookie(first).send('{ viewer { userId } }');
        expect([late.data['viewer'], late.headers['set-cookie']]).toEqual([null, undefined]);
        expect(await viewerId(stack().client(door).withCookie(second))).toBe(who.userId);
      }
    });

    it('a lock', async () => {
      const who = cast.user();
      const session = await open(who);
      for (let attempt = 0; attempt < 12; attempt += 1) {
        const client = stack()
          .client()
          .at(`127.0.4.${attempt + 1}`);
        const begun = await beginLogin(client, { userId: who.userId, application: 'CCMS' });
        const asked = await step(client, 'answerWithPassword', { flowId: flowId(begun), password: PASSWORD });
        if (asked.__typename !== 'ProofsOffered') break;
        await step(client, 'answerWithTotp', { flowId: flowId(begun), code: `00000${attempt % 10}` });
      }
      await expectOver(session);
    });

    it('the next login to the same application, and not to another', async () => {
      const who = cast.maker;
      const client = stack().client();
      const first = await present(stack(), who, 'DMS');
      const second = signedIn(client, await logIn(stack(), who, 'DMS'));
      await expectOver(first);
      expect(await viewerId(second)).toBe(who.userId);
    });

    it('fifteen idle minutes in DMS, and thirty in CCMS', async () => {
      const administrator = await present(stack(), cast.maker, 'DMS');
      const user = await open(cast.user());
      stack().clock.advance({ minutes: 14 });
      expect(await viewerId(administrator)).toBe(cast.maker.userId);
      expect(await viewerId(user)).not.toBeNull();
      stack().clock.advance({ minutes: 15, seconds: 5 });
      await expectOver(administrator);
      expect(await viewerId(user)).not.toBeNull();
      stack().clock.advance({ minutes: 30, seconds: 5 });
      await expectOver(user);
    });
  });
});

/** A call of the field with a plausible value for every argument it must have. */
function call(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, text: string): string {
  const given = field.args
    .filter((argument) => isNonNullType(argument.type))
    .map((argument) => `${argument.name}: ${valueOf(argument.type, text)}`);
  const type = getNamedType(field.type);
  const selection = isLeafType(type) ? '' : isAbstractType(type) || schema.getType(type.name) ? ' { __typename }' : '';
  return `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}${selection}`;
}

function valueOf(type: GraphQLInputType, text: string): string {
  if (isNonNullType(type)) return valueOf(type.ofType, text);
  if (isListType(type)) return `[${valueOf(type.ofType, text)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) {
    const inside = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${inside.map((field) => `${field.name}: ${valueOf(field.type, text)}`).join(', ')} }`;
  }
  const literals: Readonly<Record<string, string>> = {
    Int: '1',
    Float: '1',
    Boolean: 'true',
    Date: '"2026-11-24"',
    DateTime: '"2026-11-24T00:00:00.000Z"',
    JSON: '{}',
  };
  return literals[type.name] ?? JSON.stringify(text);
}
