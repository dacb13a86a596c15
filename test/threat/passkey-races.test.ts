import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { accountOf, liveSessions } from '../support/account.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { beginLogin, flowId } from '../support/flow-steps.ts';
import { passkeyDevice } from '../support/passkey-device.ts';
import { type PasskeyStep, optionsOf, passkeyStep } from '../support/passkey-steps.ts';
import { choosePassword, PASSWORD, type Person } from '../support/person.ts';
import { raceGrounds } from '../support/race-grounds.ts';
import { atOnce, tally } from '../support/same-instant.ts';

const CALLERS = 1_000;
const ORIGIN = 'https://dms.example';
type Options = { readonly challenge: string };

describe.each(raceGrounds)('passkeys ($shape, $doors doors)', (ground) => {
  const stack = useStack({ ...ground, settings: { COUNTERSIGN_SITE_ORIGINS: ORIGIN } });
  const door = (index: number) => stack().client(index % ground.doors);
  // It does not count its signatures, as a synced passkey does not: the challenge alone is what can be spent.
  const device = passkeyDevice(ORIGIN, null);
  let cast: Cast;
  let who: Person;

  const asked = async (): Promise<PasskeyStep> => {
    const begun = await beginLogin(door(0), { userId: who.userId, application: 'CCMS' });
    return passkeyStep(door(0), 'answerWithPassword', { flowId: flowId(begun), password: who.password });
  };
  const answer = (index: number, flow: string, response: string) =>
    passkeyStep(door(index), 'answerWithPasskey', { flowId: flow, response });
  beforeAll(async () => {
    cast = await openCast(stack());
    who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    const shown = await passkeyStep(door(0), 'registerDevice', {
      flowId: flowId(await asked()),
      authenticator: 'passkey',
    });
    const done = await answer(0, flowId(shown), device.create(shown.options as Options));
    expect(done).toMatchObject({ __typename: 'SignedIn' });
  }, 60_000);

  it(`O1: one valid answer, ${CALLERS} parallel submissions: exactly one session, and nothing of the budget is spent`, async () => {
    const step = await asked();
    const response = device.get(optionsOf(step) as Options);
    const steps = await atOnce(CALLERS, (index) => answer(index, flowId(step), response));
    expect(tally(steps.map((one) => one.__typename))).toEqual({ SignedIn: 1, FlowRefused: CALLERS - 1 });
    expect(await liveSessions(stack(), who)).toBe(1);
    expect((await accountOf(stack(), who)).failures).toBe(0);
  });

  it('O1: the same when what is short-lived is gone in the middle: one session at most', async () => {
    const step = await asked();
    const response = device.get(optionsOf(step) as Options);
    const sessions = await liveSessions(stack(), who);
    const redis = ground.shape === 'embedded' ? null : new Redis(stack().corner?.redisUrl.href ?? '');
    const racing = atOnce(CALLERS, (index) => answer(index, flowId(step), response));
    await redis?.flushdb();
    const seen = tally((await racing).map((one) => one.__typename));
    redis?.disconnect();
    expect(seen['SignedIn'] ?? 0).toBeLessThanOrEqual(1);
    expect(await liveSessions(stack(), who)).toBeLessThanOrEqual(Math.max(1, sessions));
    expect((await answer(1, flowId(step), response)).__typename).toBe('FlowRefused');
  });
});
