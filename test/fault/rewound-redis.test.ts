import { beforeAll, describe, expect, it } from '@jest/globals';
import { accountOf, forgive, liveSessions } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { flowId, step } from '../support/flow-steps.ts';
import { forgetLimits } from '../support/limits.ts';
import {
  arrive,
  choosePassword,
  enterPassword,
  freshCode,
  logIn,
  mailedCode,
  optForEmail,
  PASSWORD,
  type Person,
  registerDevice,
  signedIn,
} from '../support/person.ts';
import { photograph } from '../support/photograph.ts';
import { viewerId } from '../support/profiles.ts';

describe('Redis that is emptied, or comes back with what it held before', () => {
  const stack = useStack({ shape: 'one-process' });
  let cast: Cast;
  let client: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    client = stack().client();
  }, 60_000);

  const remember = () => photograph(stack().corner?.redisUrl.href ?? '');
  const mailUser = async (): Promise<Person> => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    await optForEmail(stack(), who, 'CCMS');
    stack().clock.advance({ minutes: 2 });
    return who;
  };

  it('a used mail code, a used app code and a used reset stay used', async () => {
    const byMail = await mailUser();
    const byApp = cast.user();
    await arrive(stack(), byApp, 'CCMS');
    const resetting = cast.user();

    const mailStep = await enterPassword(client, byMail, 'CCMS');
    const mailCode = await mailedCode(stack(), byMail, mailStep);
    const appStep = await enterPassword(client, byApp, 'CCMS');
    const appCode = freshCode(stack(), byApp);
    const resetStep = await step(client, 'beginPasswordReset', { userId: resetting.userId });
    const resetCode = await mailedCode(stack(), resetting, resetStep);
    const putBack = await remember();

    const deeds = [
      () => step(client, 'answerWithEmailOtp', { flowId: flowId(mailStep), code: mailCode }),
      () => step(client, 'answerWithTotp', { flowId: flowId(appStep), code: appCode }),
      () => step(client, 'answerWithEmailOtp', { flowId: flowId(resetStep), code: resetCode }),
    ];
    const first = [];
    for (const deed of deeds) first.push((await deed()).__typename);
    expect(first).toEqual(['SignedIn', 'SignedIn', 'NewPasswordRequired']);
    const chosen = await step(client, 'setPassword', {
      flowId: flowId(resetStep),
      newPassword: PASSWORD,
      confirmation: PASSWORD,
    });
    expect(chosen.__typename).toBe('PasswordChanged');

    await putBack();
    const again = [];
    for (const deed of deeds) again.push((await deed()).__typename);
    expect(again).toEqual(['FlowRefused', 'FlowRefused', 'FlowRefused']);
    const other = 'violet-harbour-seven-lamp';
    const twice = await step(client, 'setPassword', {
      flowId: flowId(resetStep),
      newPassword: other,
      confirmation: other,
    });
    expect(twice.__typename).toBe('FlowRefused');
    expect(await liveSessions(stack(), byMail)).toBe(1);
  });

  it('no budget is refilled: ten comparisons in all, however often it is emptied (O4)', async () => {
    const who = await mailUser();
    await forgive(stack(), who);
    for (let round = 0; round < 6; round += 1) {
      await forgetLimits(stack());
      const asked = await enterPassword(client, who, 'CCMS');
      if (asked.flow === undefined) break;
      for (let attempt = 0; attempt < 4; attempt += 1) {
        await step(client, 'answerWithEmailOtp', { flowId: flowId(asked), code: `00000${attempt}` });
      }
      expect((await accountOf(stack(), who)).failures).toBeLessThanOrEqual(10);
    }
    expect(await accountOf(stack(), who)).toMatchObject({ failures: 10, locked: true });
    expect(await liveSessions(stack(), who)).toBe(0);
  });

  it('a session that was ended stays ended, one that lives goes on, also after kill -9 (S4)', async () => {
    const leaver = cast.user();
    const left = await arrive(stack(), leaver, 'CCMS');
    const resetter = cast.user();
    await choosePassword(stack(), resetter, PASSWORD);
    const replaced = signedIn(client, await registerDevice(stack(), resetter, 'CCMS'));
    const staying = await present(stack(), cast.maker, 'DMS');
    const putBack = await remember();
    expect((await left.send('mutation { logOut }')).data).toEqual({ logOut: true });
    const now = signedIn(client, await logIn(stack(), resetter, 'CCMS'));
    const expectTheSame = async () => {
      expect(await viewerId(left)).toBeNull();
      expect(await viewerId(replaced)).toBeNull();
      expect(await viewerId(now)).toBe(resetter.userId);
      expect(await viewerId(staying)).toBe(cast.maker.userId);
    };
    await expectTheSame();
    await putBack();
    await expectTheSame();
    await forgetLimits(stack());
    await expectTheSame();
    await stack().kill('all');
    await stack().restart('all');
    await expectTheSame();
  });
});
