import path from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { flowId, stepOf } from '../support/flow-steps.ts';
import { freePort } from '../support/free-port.ts';
import { arrive, choosePassword, enterPassword, PASSWORD } from '../support/person.ts';
import { startProgram } from '../support/program.ts';

const folder = path.resolve(import.meta.dirname, '../support/authenticators');
const spoilt = ['throws', 'hangs', 'empty', 'unspent', 'greedy', 'foreign', 'start', 'create'];
const installed = [`${folder}/paper.mjs?length=8`, ...spoilt.map((how) => `${folder}/spoilt.mjs?how=${how}`)];

const REGISTER = `mutation($flowId: ID!, $authenticator: String) { registerDevice(flowId: $flowId, authenticator: $authenticator) {
  __typename ... on AuthenticatorRegistration { flow { id expiresAt } authenticator options } ... on FlowRefused { code } } }`;
const answerWith = (field: string) => `mutation($flowId: ID!, $code: String!) { ${field}(flowId: $flowId, code: $code) {
  __typename ... on SignedIn { session { id } sessionToken } ... on FlowRefused { code } } }`;
const spoiltField = (how: string) => `answerWithSpoilt${how.charAt(0).toUpperCase()}${how.slice(1)}`;

onEveryShape(
  'authenticators of others, by COUNTERSIGN_AUTHENTICATORS',
  (stack) => {
    let cast: Cast;
    let client: ApiClient;
    beforeAll(async () => {
      cast = await openCast(stack());
      client = stack().client();
    }, 60_000);

    async function register(client_: ApiClient, flow: string, authenticator: string) {
      const answer = await client_.send(REGISTER, { flowId: flow, authenticator });
      return stepOf(answer, 'registerDevice') as ReturnType<typeof stepOf> & {
        readonly options?: { readonly codes?: readonly string[] };
      };
    }
    const give = async (field: string, flow: string, code: string) =>
      stepOf(await client.send(answerWith(field), { flowId: flow, code }), field);

    it('one that is sound registers, signs in, and takes each code once', async () => {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      const shown = await register(client, flowId(await enterPassword(client, who, 'CCMS')), 'paper');
      const [first = '', second = ''] = shown.options?.codes ?? [];
      expect(first).toMatch(/^\d{8}$/);
      expect((await give('answerWithPaper', flowId(shown), first)).__typename).toBe('SignedIn');
      const asked = await enterPassword(client, who, 'CCMS');
      expect(asked.offers).toEqual([{ authenticator: 'paper', challenge: null }]);
      expect(await give('answerWithPaper', flowId(asked), first)).toMatchObject({ code: 'OTP_INVALID_OR_EXPIRED' });
      expect((await give('answerWithPaper', flowId(asked), second)).__typename).toBe('SignedIn');
    });

    it.each(['throws', 'hangs', 'empty', 'unspent', 'greedy', 'foreign'])(
      'one that %s signs nobody in',
      async (how) => {
        const who = cast.user();
        await choosePassword(stack(), who, PASSWORD);
        const shown = await register(client, flowId(await enterPassword(client, who, 'CCMS')), `spoilt-${how}`);
        expect(shown.__typename).toBe('AuthenticatorRegistration');
        expect((await give(spoiltField(how), flowId(shown), 'anything')).__typename).toBe('FlowRefused');
      },
    );

    it.each(['start', 'create'])('one that fails at %s is not offered', async (how) => {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      const flow = flowId(await enterPassword(client, who, 'CCMS'));
      expect(await register(client, flow, `spoilt-${how}`)).toMatchObject({ code: 'FLOW_STEP_NOT_EXPECTED' });
    });

    it('leave everybody else at work', async () => {
      const session = await arrive(stack(), cast.user(), 'CCMS');
      expect((await session.send('{ viewer { userId } }')).errors).toEqual([]);
    });

    it.each([
      ['undeclared', 'needs an unknown port network'],
      ['nothing', 'exports neither an authenticator nor a function that makes one'],
    ])('one that is %s stops the start and says why', async (how, why) => {
      const settings = stack().settingsOf(stack().shape === 'embedded' ? 'all' : 'authentication');
      const program = startProgram('spoilt', ['serve', '--role', stack().shape === 'embedded' ? 'all' : 'gateway'], {
        ...settings,
        COUNTERSIGN_PORT: String(await freePort()),
        COUNTERSIGN_APPROVALS_URL: 'http://127.0.0.1:9',
        COUNTERSIGN_AUTHENTICATION_URL: 'http://127.0.0.1:9',
        COUNTERSIGN_IDENTITY_URL: 'http://127.0.0.1:9',
        COUNTERSIGN_DATA_DIR: path.join(stack().folder, 'spoilt'),
        COUNTERSIGN_AUTHENTICATORS: `${folder}/spoilt.mjs?how=${how}`,
      });
      expect(await program.ended).toBe(1);
      expect(program.output()).toContain(why);
    });
  },
  { among: ['embedded', 'four-process'], settings: { COUNTERSIGN_AUTHENTICATORS: installed.join(',') } },
);
