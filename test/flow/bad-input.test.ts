import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { type Change, changeDocuments, only, submitChange } from '../support/changes.ts';
import { enquire } from '../support/profiles.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { BEGIN_LOGIN, beginLogin, flowId, sendStep, step, stepOf } from '../support/flow-steps.ts';
import { choosePassword, enterPassword, freshCode, mailedCode, PASSWORD, registerDevice } from '../support/person.ts';

const SENTENCE = /^[A-Z"`'].{10,}[.!?)"'`]$/s;

onEveryShape('bad input gets a stable code and a helpful sentence, and nothing is half done', (stack) => {
  let cast: Cast;
  let client: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    client = stack().client();
  }, 60_000);

  describe('in a step', () => {
    it.each(['', ' ', 'ab', "HK'--", 'ＨＫＡＢＣ１０１', 'HKАBC101', 'H'.repeat(500), 'HK\u0000ABC', 'HK ABC 101'])(
      'user ID %j',
      async (userId) => {
        const begun = stepOf(
          await client.send(BEGIN_LOGIN, {
            input: { userId, application: 'CCMS', method: 'TWO_FACTOR', delivery: 'BEARER' },
          }),
          'beginLogin',
        );
        expect(begun).toMatchObject({
          __typename: 'FlowRefused',
          code: 'USER_ID_MALFORMED',
          message: expect.stringMatching(SENTENCE),
        });
        expect(await step(client, 'beginPasswordReset', { userId })).toMatchObject({
          __typename: 'FlowRefused',
          code: 'USER_ID_MALFORMED',
        });
      },
    );

    it('user ID with blanks around it and in lower case is the same user', async () => {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      const begun = await beginLogin(client, { userId: `  ${who.userId.toLowerCase()} `, application: 'CCMS' });
      const next = await step(client, 'answerWithPassword', { flowId: flowId(begun), password: PASSWORD });
      expect(next.__typename).toBe('DeviceRegistrationOffered');
    });

    it.each([
      '',
      '12345',
      '1234567',
      '１２３４５６',
      '12a456',
      '+12345',
      '1e3456',
      ' 123456',
      '123456\n',
      '12 34 56',
      '٠١٢٣٤٥',
    ])('code %j', async (code) => {
      const begun = await step(client, 'beginPasswordReset', { userId: cast.maker.userId });
      const refused = await step(client, 'answerWithEmailOtp', { flowId: flowId(begun), code });
      expect(refused).toMatchObject({
        __typename: 'FlowRefused',
        code: expect.stringMatching(/^(CODE|CREDENTIAL)_MALFORMED$/),
        message: expect.stringMatching(SENTENCE),
      });
    });

    it('a code in two halves, as apps show it, is the code', async () => {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      await registerDevice(stack(), who, 'CCMS');
      const asked = await enterPassword(client, who, 'CCMS');
      const code = freshCode(stack(), who);
      const opened = await step(client, 'answerWithTotp', {
        flowId: flowId(asked),
        code: `${code.slice(0, 3)} ${code.slice(3)}`,
      });
      expect(opened.__typename).toBe('SignedIn');
    });

    it.each([
      ['differ', 'PASSWORD_MISMATCH', 'marigold-tram-eleven-quay', 'marigold-tram-eleven-key'],
      ['11 characters', 'PASSWORD_TOO_SHORT', 'marigold-tr', 'marigold-tr'],
      ['129 characters', 'PASSWORD_TOO_LONG', 'q7'.repeat(65), 'q7'.repeat(65)],
      ['in every list', 'PASSWORD_BLOCKLISTED', 'password1234', 'password1234'],
    ])('new passwords: %s', async (_what, refusal, newPassword, confirmation) => {
      const who = cast.user();
      const begun = await step(client, 'beginPasswordReset', { userId: who.userId });
      await step(client, 'answerWithEmailOtp', { flowId: flowId(begun), code: await mailedCode(stack(), who, begun) });
      const refused = await step(client, 'setPassword', { flowId: flowId(begun), newPassword, confirmation });
      expect(refused).toMatchObject({
        __typename: 'FlowRefused',
        code: refusal,
        message: expect.stringMatching(SENTENCE),
      });
      expect(refused.message).not.toContain(newPassword);
      const retried = await step(client, 'setPassword', {
        flowId: flowId(begun),
        newPassword: PASSWORD,
        confirmation: PASSWORD,
      });
      expect(retried.__typename).toBe('PasswordChanged');
    });

    it('a step out of turn is refused and the flow goes on', async () => {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      const begun = await beginLogin(client, { userId: who.userId, application: 'CCMS' });
      for (const field of ['registerDevice', 'skipDeviceRegistration', 'requestEmailOtp'] as const) {
        expect(await step(client, field, { flowId: flowId(begun) })).toMatchObject({
          __typename: 'FlowRefused',
          code: 'FLOW_STEP_NOT_EXPECTED',
        });
      }
      expect((await step(client, 'answerWithPassword', { flowId: flowId(begun), password: PASSWORD })).__typename).toBe(
        'DeviceRegistrationOffered',
      );
    });

    it.each(['', 'x', '../../etc/passwd', '{flow:1}', 'A'.repeat(32), 'A'.repeat(5_000)])('flow ID %j', async (id) => {
      for (const field of ['registerDevice', 'requestEmailOtp'] as const) {
        expect(await step(client, field, { flowId: id })).toMatchObject({
          __typename: 'FlowRefused',
          code: 'FLOW_EXPIRED',
        });
      }
    });

    it('an application or method that does not exist is a fault of the client, named', async () => {
      const answer = await client.send(BEGIN_LOGIN, {
        input: { userId: 'HKABC101', application: 'NOWHERE', method: 'TWO_FACTOR', delivery: 'BEARER' },
      });
      expect(answer.code).toBe('BAD_USER_INPUT');
      expect(answer.errors[0]?.message).toContain('application');
      expect(answer.text).not.toMatch(/stacktrace|node_modules|at \w+ \(/);
    });

    it('an extra variable field is refused, not ignored', async () => {
      const answer = await client.send(BEGIN_LOGIN, {
        input: { userId: 'HKABC101', application: 'CCMS', method: 'TWO_FACTOR', delivery: 'BEARER', admin: true },
      });
      expect(answer.code).toBe('BAD_USER_INPUT');
    });
  });

  describe('in a date', () => {
    it.each([
      '2026-02-30',
      '2026-13-01',
      '26-01-01',
      '01-Jan-26',
      'tomorrow',
      '',
      '2026-01-01T00:00:00Z',
      '２０２６-01-01',
    ])('%j', async (on) => {
      const answer = await client.send('query($on: Date) { functionHours(on: $on) { date } }', { on });
      expect(answer.code).toBe('BAD_USER_INPUT');
      expect(answer.errors[0]?.message).toMatch(/date|YYYY-MM-DD/i);
    });

    it('a last day before the first, and a date that is none: nothing is submitted', async () => {
      const maker = await present(stack(), cast.otherMaker, 'DMS');
      const who = cast.user();
      const version = (await enquire(maker, who.userId))?.version ?? -1;
      const submit = (set: Record<string, unknown>) => submitChange(maker, { userId: who.userId, version, set });
      expect(await submit({ enableFrom: '2026-12-02', disableAfter: '2026-12-01' })).toMatchObject({
        __typename: 'ChangeRefused',
        code: 'INVALID_DATE',
      });
      const malformed = await maker.send(changeDocuments.submitProfileChange, {
        input: { userId: who.userId, version, set: { disableAfter: '2026-02-30' } },
      });
      expect(malformed.code ?? only<Change>(malformed).code).toMatch(/^(BAD_USER_INPUT|INVALID_DATE)$/);
      expect(await submit({ surname: 'x\u202Ey' })).toMatchObject({
        __typename: 'ChangeRefused',
        code: 'INVALID_NAME',
        field: 'surname',
      });
      const unknown = await maker.send(changeDocuments.submitProfileChange, {
        input: { userId: who.userId, version, set: { status: 'DISABLED' } },
      });
      expect(unknown.code).toBe('BAD_USER_INPUT');
      expect((await submit({ surname: 'CHEUNG' })).__typename).toBe('ChangeRequest');
    });
  });

  describe('at the door', () => {
    const json = { 'content-type': 'application/json' };
    it.each([
      ['nothing', json, '', 400, 'BAD_JSON'],
      ['half a document', json, '{"query":"{ viewer', 400, 'BAD_JSON'],
      ['a number', json, '7', 400, 'BAD_JSON'],
      ['no query', json, '{"variables":{}}', 400, 'QUERY_MISSING'],
      ['an array', json, '[{"query":"{ viewer { userId } }"}]', 400, 'BATCHING_REFUSED'],
      ['no GraphQL', json, '{"query":"SELECT 1"}', 400, 'GRAPHQL_PARSE_FAILED'],
      ['an unknown field', json, '{"query":"{ viewers { userId } }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
      [
        '70 KiB',
        json,
        JSON.stringify({ query: '{ viewer { userId } }', variables: { x: 'y'.repeat(70_000) } }),
        413,
        'REQUEST_TOO_LARGE',
      ],
      [
        'plain text',
        { 'content-type': 'text/plain' },
        '{"query":"{ viewer { userId } }"}',
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'a form',
        { 'content-type': 'application/x-www-form-urlencoded' },
        'query=%7Bviewer%7BuserId%7D%7D',
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['a file upload', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['XML', { 'content-type': 'application/xml' }, '<query/>', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ] as const)('%s', async (_what, headers, body, status, code) => {
      const answer = await client.raw({ headers, body });
      expect(answer.status).toBe(status);
      expect(answer.code).toBe(code);
      expect(answer.errors[0]?.message).toMatch(SENTENCE);
      expect(answer.text).not.toMatch(/Did you mean|stacktrace|node_modules/);
    });

    it('an address that is not there', async () => {
      const answer = await client.raw({ path: '/graphql/../admin', method: 'GET' });
      expect(answer).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });
  });

  it('a session that does not exist is nobody, not an error', async () => {
    const answer = await client.bearing('A'.repeat(43)).send('{ viewer { userId } }');
    expect(answer).toMatchObject({ status: 200, data: { viewer: null }, errors: [] });
    expect((await sendStep(client.bearing('nonsense'), 'beginStepUp')).text).toMatch(
      /SESSION_REQUIRED|UNAUTHENTICATED|SIGN_IN/,
    );
  });

  it.each(['é', '😀', 'ＡＢＣ', '中'.repeat(36), "' OR 1=1 --", '', 'x'.repeat(64)])(
    'an identifier that no engine would have given out, %j, is that of nothing',
    async (id) => {
      const session = await present(stack(), cast.otherMaker, 'DMS');
      const ended = await session.send('mutation ($id: ID!) { endSession(id: $id) }', { id });
      expect(ended).toMatchObject({ data: { endSession: false }, errors: [] });
      const sought = await session.send('query ($id: ID!) { changeRequest(id: $id) { id } }', { id });
      expect(sought).toMatchObject({ data: { changeRequest: null }, errors: [] });
    },
  );
});
