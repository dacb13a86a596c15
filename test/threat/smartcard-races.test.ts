import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { accountOf, liveSessions } from '../support/account.ts';
import { answerByCard, beginByCard, cardFor, challengeIn, signedBy, type SoftCard } from '../support/card.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { forgetLimits } from '../support/limits.ts';
import type { Person } from '../support/person.ts';
import { photograph } from '../support/photograph.ts';
import { raceGrounds } from '../support/race-grounds.ts';
import { atOnce, race, tally } from '../support/same-instant.ts';

const CALLERS = 1_000;

describe.each(raceGrounds)('smartcard nonces ($shape, $doors doors)', (ground) => {
  const stack = useStack(ground);
  const door = (index: number) => stack().client(index % ground.doors);
  let cast: Cast;
  let who: Person;
  let card: SoftCard;
  beforeAll(async () => {
    cast = await openCast(stack());
    who = cast.user();
    card = await cardFor(stack(), who.userId);
  }, 60_000);

  /** What this address did wrong before is no part of the question: time passes for the memory, and Redis forgets. */
  const forget = async () => {
    if (ground.shape === 'embedded') stack().clock.advance({ hours: 2 });
    else await forgetLimits(stack());
  };
  const signed = async () => {
    const { flow, statement } = challengeIn(await beginByCard(door(0), who.userId, 'CCMS'));
    return { flow, given: signedBy(card, statement) };
  };

  it(`O1: one signature, ${CALLERS} parallel submissions: exactly one session, and nothing of the budget is spent`, async () => {
    const { flow, given } = await signed();
    const steps = await race(CALLERS, (index) => answerByCard(door(index), flow, given), { __typename: 'FlowRefused' });
    expect(tally(steps.map((step) => step.__typename))).toEqual({ SignedIn: 1, FlowRefused: CALLERS - 1 });
    expect(await liveSessions(stack(), who)).toBe(1);
    expect((await accountOf(stack(), who)).failures).toBe(0);
  });

  it('O1: the same when what is short-lived is gone in the middle: one session at most, and none by it ever after', async () => {
    await forget();
    const { flow, given } = await signed();
    const redis = ground.shape === 'embedded' ? null : new Redis(stack().corner?.redisUrl.href ?? '');
    const racing = race(CALLERS, (index) => answerByCard(door(index), flow, given), { __typename: 'FlowRefused' });
    await redis?.flushdb();
    const seen = tally((await racing).map((step) => step.__typename));
    redis?.disconnect();
    expect(seen['SignedIn'] ?? 0).toBeLessThanOrEqual(1);
    expect(await liveSessions(stack(), who)).toBe(1);
    expect((await answerByCard(door(1), flow, given)).__typename).toBe('FlowRefused');
  });

  it('O9: rubbish in somebody’s name, however much, locks nobody out', async () => {
    await forget();
    const rubbish = signedBy(card, 'something else');
    for (let round = 0; round < 4; round += 1) {
      const { flow } = challengeIn(await beginByCard(door(0), who.userId, 'CCMS'));
      const steps = await atOnce(4, (index) => answerByCard(door(index), flow, rubbish));
      expect(tally(steps.map((step) => step.__typename))).toEqual({ FlowRefused: 4 });
    }
    expect(await accountOf(stack(), who)).toMatchObject({ failures: 0, locked: false });
    await forget();
    const { flow, given } = await signed();
    expect((await answerByCard(door(0), flow, given)).__typename).toBe('SignedIn');
  });

  if (ground.shape === 'embedded') return;

  it('S4: a used signature stays used when Redis comes back with what it held before', async () => {
    await forget();
    const { flow, given } = await signed();
    const putBack = await photograph(stack().corner?.redisUrl.href ?? '');
    expect((await answerByCard(door(0), flow, given)).__typename).toBe('SignedIn');
    await putBack();
    expect((await answerByCard(door(1), flow, given)).__typename).toBe('FlowRefused');
    expect(await liveSessions(stack(), who)).toBe(1);
  });
});
