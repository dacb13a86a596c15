import { beforeAll, expect, it } from '@jest/globals';
import { type Cast, openCast } from '../support/cast.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { type FlowStep, flowId, step } from '../support/flow-steps.ts';
import { mailedCode, type Person } from '../support/person.ts';
import type { ApiClient } from '../support/api-client.ts';

onEveryShape('a mailed code (W12, O3)', (stack) => {
  let cast: Cast;
  let client: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    client = stack().client();
  }, 60_000);

  const ask = async (who: Person): Promise<{ flow: string; code: string; begun: FlowStep }> => {
    const begun = await step(client, 'beginPasswordReset', { userId: who.userId });
    return { flow: flowId(begun), code: await mailedCode(stack(), who, begun), begun };
  };
  const answer = (flow: string, code: string) => step(client, 'answerWithEmailOtp', { flowId: flow, code });

  it('arrives over SMTP, names the user ID and the reference on the screen, and holds no link', async () => {
    const who = cast.user();
    const { begun, code } = await ask(who);
    const letter = await stack().mail.letterTo(who.email, (mail) => mail.text.includes(code));
    expect(letter.to).toEqual([who.email]);
    expect(letter.subject).toContain(who.userId);
    expect(letter.text).toContain(who.userId);
    expect(letter.text).toContain(begun.offers?.[0]?.challenge?.reference ?? 'no reference');
    expect(letter.raw).not.toMatch(/https?:\/\//);
    expect(begun.offers?.[0]?.challenge?.sentTo ?? null).toBeNull();
  });

  it('tells two users of one mailbox apart', async () => {
    const one = cast.user();
    const identity = await stack().tables('identity');
    const other: Person = { ...cast.user(), email: one.email };
    await identity.change('UPDATE user_profile SET email = ?, mailbox_key = ? WHERE user_id = ?', [
      one.email,
      one.email,
      other.userId,
    ]);
    const first = await ask(one);
    const second = await ask(other);
    expect(await answer(first.flow, second.code)).toMatchObject({
      __typename: 'FlowRefused',
      code: 'OTP_INVALID_OR_EXPIRED',
    });
    expect(await answer(first.flow, first.code)).toMatchObject({ __typename: 'NewPasswordRequired' });
    expect(await answer(second.flow, second.code)).toMatchObject({ __typename: 'NewPasswordRequired' });
  });

  it('is good just before its five minutes are over', async () => {
    const { flow, code } = await ask(cast.user());
    stack().clock.advance({ minutes: 4, seconds: 55 });
    expect(await answer(flow, code)).toMatchObject({ __typename: 'NewPasswordRequired' });
  });

  it('is dead after five minutes', async () => {
    const { flow, code } = await ask(cast.user());
    stack().clock.advance({ minutes: 5 });
    expect(await answer(flow, code)).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' });
  });

  it('is dead after one use', async () => {
    const { flow, code } = await ask(cast.user());
    expect(await answer(flow, code)).toMatchObject({ __typename: 'NewPasswordRequired' });
    expect((await answer(flow, code)).__typename).toBe('FlowRefused');
  });

  it('is dead after five wrong tries, although it is right', async () => {
    const { flow, code } = await ask(cast.user());
    const wrong = code === '111111' ? '222222' : '111111';
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await answer(flow, wrong)).toMatchObject({
        __typename: 'FlowRefused',
        code: expect.stringMatching(/^OTP_(INVALID_OR_EXPIRED|ATTEMPTS_EXCEEDED)$/),
      });
    }
    expect(await answer(flow, code)).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_ATTEMPTS_EXCEEDED' });
  });

  it('is replaced by the next one, which may be asked for after a minute (O4)', async () => {
    const who = cast.user();
    const { flow, code } = await ask(who);
    const shown = await step(client, 'requestEmailOtp', { flowId: flow });
    expect(shown.__typename).toBe('ProofsOffered');
    expect(await step(client, 'requestEmailOtp', { flowId: flow })).toMatchObject({
      __typename: 'FlowRefused',
      code: 'OTP_RESEND_TOO_SOON',
      retryAfter: expect.any(Number),
    });
    stack().clock.advance({ seconds: 61 });
    const renewed = await step(client, 'requestEmailOtp', { flowId: flow });
    expect(renewed.__typename).toBe('ProofsOffered');
    const newest = await mailedCode(stack(), who, renewed);
    if (newest !== code)
      expect(await answer(flow, code)).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' });
    expect(await answer(flow, newest)).toMatchObject({ __typename: 'NewPasswordRequired' });
  });

  it('a flow is over after fifteen minutes, with a code that says so', async () => {
    const { flow } = await ask(cast.user());
    stack().clock.advance({ minutes: 15, seconds: 1 });
    expect(await answer(flow, '123456')).toMatchObject({ __typename: 'FlowRefused', code: 'FLOW_EXPIRED' });
    expect(await answer('no-such-flow', '123456')).toMatchObject({ __typename: 'FlowRefused', code: 'FLOW_EXPIRED' });
  });
});
