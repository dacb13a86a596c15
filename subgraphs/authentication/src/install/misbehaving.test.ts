import { afterEach, describe, expect, it } from '@jest/globals';
import type { Authenticator } from '@countersign/authenticator-kit';
import { houseAuthenticators } from '../testing/house-authenticators.ts';
import { type House, flowIdOf, giveDevice, givePassword, openHouse, person } from '../testing/house.ts';
import { stubAuthenticator } from '../testing/stub-authenticator.ts';
import { totpCode } from '../testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const victim = person({ profileUuid: '018f0000-0000-7000-8000-000000000102', userId: 'HKABC102' });
const hangs = () => new Promise<never>(() => undefined);
const breaks = () => {
  throw new Error('broken');
};
const accepting = (consume: unknown) => async () => ({ outcome: 'accepted', profileUuid: victim.profileUuid, consume });

/** Whatever one ability of an authenticator of others does wrong. */
const wrongs: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['parse throws', { parse: breaks }],
  ['parse answers nothing', { parse: () => undefined }],
  ['parse promises', { parse: async () => ({ ok: true, answer: 'right' }) }],
  ['enrolled throws', { enrolled: breaks }],
  ['enrolled hangs', { enrolled: hangs }],
  ['challenge throws', { challenge: breaks }],
  ['challenge hangs', { challenge: hangs }],
  ['challenge issues nothing', { challenge: async () => ({ outcome: 'issued' }) }],
  ['verify throws', { verify: breaks }],
  ['verify hangs', { verify: hangs }],
  ['verify answers nothing', { verify: () => undefined }],
  ['verify answers {}', { verify: async () => ({}) }],
  ['verify answers "true"', { verify: async () => 'true' }],
  ['verify forgets to await', { verify: () => ({ outcome: Promise.resolve('accepted') }) }],
  ['verify names somebody else', { verify: async () => ({ outcome: 'accepted', profileUuid: 'x', consume: hangs }) }],
  ['there is no consume', { verify: accepting(undefined) }],
  ['consume throws', { verify: accepting(breaks) }],
  ['consume hangs', { verify: accepting(hangs) }],
  ['consume answers 1', { verify: accepting(async () => 1) }],
  ['consume forgets to await', { verify: accepting(() => undefined) }],
  ['consume unlocks an account', { verify: accepting(async (tx: Tx) => (await tx.execute(UNLOCK, [])) >= 0) }],
];
type Tx = Parameters<NonNullable<Authenticator<unknown>['forget']>>[0];
const UNLOCK = 'UPDATE account SET locked_at = NULL';

describe('an authenticator of others that misbehaves signs nobody in, and the rest keeps working (O14)', () => {
  let house: House;
  afterEach(() => house.close());

  /** The step that was reached, or the code of the fault that was answered instead. */
  const outcome = (work: Promise<{ readonly __typename: string }>) =>
    work.then(
      (step) => step,
      (fault: { readonly code?: string }) => ({ __typename: 'Fault', code: fault.code }),
    );

  it.each(wrongs)('when %s', async (name, ability) => {
    const spoilt = stubAuthenticator('paper', { running: ability as Partial<Authenticator<unknown>> });
    const policy = name.endsWith('hangs') ? { pluginTimeoutMs: 1_500 } : {};
    house = await openHouse({ plugins: [...houseAuthenticators(), spoilt], policy });
    house.identity.add(person());
    house.identity.add(victim);
    await givePassword(house, 'HKABC102', secret);
    const asked = await outcome(house.password(flowIdOf(await house.begin('HKABC102')), secret));
    if (asked.__typename === 'ProofsOffered') {
      const answer = `answerWithPaper(flowId: "${flowIdOf(asked)}", code: "right")`;
      expect((await outcome(house.mutate(answer))).__typename).not.toBe('SignedIn');
    } else expect(asked).toMatchObject({ __typename: 'Fault', code: 'AUTHENTICATOR_UNAVAILABLE' });
    expect(await house.rows('SELECT id FROM session')).toEqual([]);
  });

  it.each(['verify', 'start', 'stop'] as const)('others sign in beside one whose %s hangs', async (ability) => {
    const running: Partial<Authenticator<unknown>> = { enrolled: async () => false, [ability]: hangs };
    const plugins = [...houseAuthenticators(), stubAuthenticator('paper', { running })];
    house = await openHouse({ plugins });
    house.identity.add(person());
    await givePassword(house, 'HKABC101', secret);
    const uri = await giveDevice(house, 'HKABC101', secret);
    const asked = await house.password(flowIdOf(await house.begin('HKABC101')), secret);
    expect((await house.totp(flowIdOf(asked), totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
  });
});
