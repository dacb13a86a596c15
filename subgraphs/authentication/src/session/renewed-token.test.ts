import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '@countersign/platform';
import {
  flowIdOf,
  giveDevice,
  givePassword,
  type House,
  openHouse,
  person,
  type Step,
  untilSecondFactor,
} from '../testing/house.ts';
import { totpCode } from '../testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';

describe('a step-up is a new level, and so a new token (S1, ASVS 7.2.4)', () => {
  let house: House;
  let uri: string;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person());
    await givePassword(house, id, secret);
    uri = await giveDevice(house, id, secret);
  });
  afterEach(() => house.close());

  const code = () => {
    house.clock.advance(30_000);
    return totpCode(uri, house.clock.now());
  };
  const answer = async (flow: string, by?: Principal) => {
    const text = `mutation { answerWithTotp(flowId: "${flow}", code: "${code()}") { ${house.fields} } }`;
    return house.run(text, by);
  };
  const inCookie = async () => {
    const begun = await house.mutate(`beginLogin(input: { application: CCMS, method: TWO_FACTOR, userId: "${id}" })`);
    const { step, reply } = await answer(flowIdOf(await house.password(flowIdOf(begun), secret)));
    return { step, token: String(reply.sessionToken) };
  };
  const principal = (step: Step): Principal =>
    house.session({
      ...{ id: (step['session'] as { id: string }).id, userId: id, profileUuid: person().profileUuid },
      methods: ['password', 'totp'],
    });
  const stepUp = async (by: Principal) => answer(flowIdOf(await house.mutate('beginStepUp', by)), by);
  const resolve = async (token: string, passive = false) => {
    const text = `{ resolveSession(token: "${token}", passive: ${passive}) { sessionId steppedUpAt } }`;
    return (await house.run(text, house.service('gateway'))).step;
  };

  it('for a session in a cookie: the old one opens nothing from that instant on, the session is the same', async () => {
    const { step, token } = await inCookie();
    const { step: granted, reply } = await stepUp(principal(step));
    expect(granted.__typename).toBe('StepUpGranted');
    const renewed = String(reply.sessionToken);
    expect(Buffer.from(renewed, 'base64url')).toHaveLength(32);
    expect(renewed).not.toBe(token);
    expect(await resolve(token)).toBeNull();
    const { id: sessionId } = step['session'] as { id: string };
    expect(await resolve(renewed)).toEqual({ sessionId, steppedUpAt: house.clock.now().toISOString() });
    expect(JSON.stringify(await house.rows('SELECT * FROM session, renewed_token'))).not.toContain(renewed);
  });

  it('what stood open on the old one goes on standing open, until the session ends', async () => {
    const { step, token } = await inCookie();
    const { reply } = await stepUp(principal(step));
    expect(await resolve(token, true)).not.toBeNull();
    await house.run('mutation { logOut }', principal(step));
    expect(await resolve(token, true)).toBeNull();
    expect(await resolve(String(reply.sessionToken))).toBeNull();
  });

  it('each time anew, and only for the step-up that counted', async () => {
    const { step, token } = await inCookie();
    const by = principal(step);
    const flow = flowIdOf(await house.mutate('beginStepUp', by));
    const right = code();
    const all = await Promise.all(
      Array.from({ length: 8 }, () =>
        house.run(`mutation { answerWithTotp(flowId: "${flow}", code: "${right}") { ${house.fields} } }`, by),
      ),
    );
    const given = all.flatMap(({ reply }) => (reply.sessionToken === undefined ? [] : [reply.sessionToken]));
    expect(given).toHaveLength(1);
    const { reply } = await stepUp(by);
    expect(await resolve(String(given[0]))).toBeNull();
    expect(await resolve(String(reply.sessionToken))).not.toBeNull();
    for (const former of [token, String(given[0])]) expect(await resolve(former, true)).not.toBeNull();
  });

  it('not for a bearer, who got his token by an answer and goes on with it (decision 71)', async () => {
    const step = await house.totp(await untilSecondFactor(house, id, secret), code());
    const { step: granted, reply } = await stepUp(principal(step));
    expect(granted.__typename).toBe('StepUpGranted');
    expect(reply.sessionToken).toBeUndefined();
    expect(await resolve(String(step['sessionToken']))).not.toBeNull();
  });
});
