import { beforeAll, describe, expect, it } from '@jest/globals';
import { uuidOf } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { BEGIN_LOGIN, flowId, sendStep, stepOf } from '../support/flow-steps.ts';
import { choosePassword, optForEmail, PASSWORD, registerDevice } from '../support/person.ts';

const SAMPLES = 60;

describe('O8: nobody learns from an answer whether a user exists or in what state he is', () => {
  const stack = useStack({ shape: 'one-process' });
  let cast: Cast;
  let ids: Readonly<Record<string, string>>;
  beforeAll(async () => {
    cast = await openCast(stack());
    const withApp = cast.user();
    await choosePassword(stack(), withApp, PASSWORD);
    await registerDevice(stack(), withApp, 'CCMS');
    const withMail = cast.user();
    await choosePassword(stack(), withMail, PASSWORD);
    await optForEmail(stack(), withMail, 'CCMS');
    const locked = cast.user();
    await choosePassword(stack(), locked, PASSWORD);
    await registerDevice(stack(), locked, 'CCMS');
    const authentication = await stack().tables('authentication');
    await authentication.change(
      'UPDATE account SET locked_at = ?, second_factor_failures = 10, lock_reason = ? WHERE profile_uuid = ?',
      [stack().clock.now().getTime(), 'SECOND_FACTOR', await uuidOf(stack(), locked)],
    );
    const [disabled, mailless, cardOnly] = [cast.user(), cast.user(), cast.user()];
    const identity = await stack().tables('identity');
    await identity.change(`UPDATE user_profile SET status = 'DISABLED' WHERE user_id = ?`, [disabled.userId]);
    await identity.change('UPDATE user_profile SET email = NULL, mailbox_key = NULL WHERE user_id = ?', [
      mailless.userId,
    ]);
    ids = {
      withApp: withApp.userId,
      withMail: withMail.userId,
      locked: locked.userId,
      disabled: disabled.userId,
      mailless: mailless.userId,
      neverLoggedIn: cardOnly.userId,
      absent: 'HKABC4QQ',
      otherFirm: 'HKZZZ101',
    };
    stack().clock.advance({ hours: 2 });
  }, 120_000);

  /** What differs by design from one answer to the next; everything else must be the same bytes. */
  const masked = (text: string) =>
    text
      .replace(/"id":"[A-Za-z0-9_-]{32}"/g, '"id":"#"')
      .replace(/"reference":"[A-Z0-9]{6}"/g, '"reference":"#"')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '#');

  const visible = async (
    send: (userId: string) => Promise<{ status: number; text: string; headers: Record<string, unknown> }>,
  ) => {
    const seen = new Map<string, string[]>();
    for (const [state, userId] of Object.entries(ids)) {
      const { status, text, headers } = await send(userId);
      const shown = JSON.stringify([
        status,
        masked(text),
        headers['content-type'],
        headers['set-cookie'],
        headers['content-length'],
      ]);
      seen.set(shown, [...(seen.get(shown) ?? []), state]);
    }
    return [...seen];
  };

  const login = (client: ApiClient, userId: string) =>
    client.send(BEGIN_LOGIN, { input: { userId, application: 'CCMS', method: 'TWO_FACTOR', delivery: 'BEARER' } });

  it('when a login begins', async () => {
    expect(await visible((userId) => login(stack().client(), userId))).toHaveLength(1);
  });

  it('when the password is wrong', async () => {
    const kinds = await visible(async (userId) => {
      const client = stack().client().at('127.0.2.1');
      const begun = stepOf(await login(client, userId), 'beginLogin');
      return sendStep(client, 'answerWithPassword', { flowId: flowId(begun), password: 'wrong-wrong-wrong' });
    });
    expect(kinds).toHaveLength(1);
  });

  it('when a reset begins, a code is asked for again, and a wrong code is answered', async () => {
    const client = stack().client();
    const flows = new Map<string, string>();
    const begun = await visible(async (userId) => {
      const answer = await sendStep(client, 'beginPasswordReset', { userId });
      flows.set(userId, flowId(stepOf(answer, 'beginPasswordReset')));
      return answer;
    });
    expect(begun).toHaveLength(1);
    const flowOf = (userId: string) => ({ flowId: flows.get(userId) ?? '' });
    expect(await visible((userId) => sendStep(client, 'requestEmailOtp', flowOf(userId)))).toHaveLength(1);
    expect(
      await visible((userId) => sendStep(client, 'answerWithEmailOtp', { ...flowOf(userId), code: '000000' })),
    ).toHaveLength(1);
  });

  it(`in the same time: ${SAMPLES} interleaved samples of each state, medians within 40 % and 25 ms of each other`, async () => {
    const client = stack().client().at('127.0.2.2');
    const times = new Map<string, number[]>();
    for (let round = 0; round < SAMPLES + 5; round += 1) {
      const states = Object.entries(ids).sort(() => (round % 3) - 1);
      for (const [state, userId] of states) {
        const started = performance.now();
        await sendStep(client, 'beginPasswordReset', { userId });
        if (round >= 5) times.set(state, [...(times.get(state) ?? []), performance.now() - started]);
      }
    }
    const medians = [...times.values()].map((samples) => samples.sort((a, b) => a - b)[samples.length >> 1] ?? 0);
    const [least, most] = [Math.min(...medians), Math.max(...medians)];
    expect(most - least).toBeLessThan(Math.min(25, 5 + 0.4 * most));
  }, 120_000);
});
