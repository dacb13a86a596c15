import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { houseAuthenticators } from '../testing/house-authenticators.ts';
import { type House, givePassword, openHouse, person, untilSecondFactor } from '../testing/house.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';

/** The app with a code that is always right, so that logins can complete in parallel. */
const willing = houseAuthenticators().map((plugin): AuthenticatorPlugin =>
  plugin.manifest.id !== 'totp'
    ? plugin
    : {
        manifest: plugin.manifest,
        create: (ports) => ({
          ...plugin.create(ports),
          enrolled: async () => true,
          verify: async (_flow, subject) =>
            subject === null
              ? { outcome: 'rejected', reason: 'NOT_ENROLLED' }
              : { outcome: 'accepted', profileUuid: subject.profileUuid, consume: async () => true },
        }),
      },
);

describe('opening sessions', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse({
      plugins: willing,
      policy: {
        secondFactorFailures: 1_000,
        passwordBurstPerMinute: 1_000,
        perSource: { passwords: [], unguessable: [], logins: [], resets: [] },
      },
    });
    house.identity.add(person());
    await givePassword(house, 'HKABC101', secret);
  });
  afterEach(() => house.close());
  const failures = () =>
    house.rows('SELECT second_factor_failures, password_failures, locked_at FROM account WHERE profile_uuid = ?', [
      person().profileUuid,
    ]);

  it('100 parallel completed logins of one user leave exactly one live session (S6)', async () => {
    const flows = await Promise.all(Array.from({ length: 50 }, () => untilSecondFactor(house, 'HKABC101', secret)));
    flows.push(...(await Promise.all(Array.from({ length: 50 }, () => untilSecondFactor(house, 'HKABC101', secret)))));
    const steps = await Promise.all(flows.map((flow) => house.totp(flow, '123456')));
    expect(new Set(steps.map((step) => step.__typename))).toEqual(new Set(['SignedIn']));
    expect(await house.rows('SELECT id FROM session')).toHaveLength(100);
    expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(1);
    expect(await failures()).toEqual([{ second_factor_failures: 0, password_failures: 0, locked_at: null }]);
  });

  it('refused for the application is no failed attempt, however often (S6)', async () => {
    const flows = await Promise.all(Array.from({ length: 20 }, () => untilSecondFactor(house, id, secret, 'CONSOLE')));
    const steps = await Promise.all(flows.map((flow) => house.totp(flow, '123456')));
    expect(new Set(steps.map((step) => step['code']))).toEqual(new Set(['NOT_ENTITLED']));
    expect(await failures()).toEqual([{ second_factor_failures: 0, password_failures: 0, locked_at: null }]);
    expect(await house.rows('SELECT id FROM session')).toHaveLength(0);
    expect((await house.totp(await untilSecondFactor(house, id, secret), '123456')).__typename).toBe('SignedIn');
  });

  it('a flow opens one session, whatever the volatile store remembers of it (design 7)', async () => {
    const flow = await untilSecondFactor(house, 'HKABC101', secret);
    const stored = new Map<string, string>();
    const original = house.volatile.delete.bind(house.volatile);
    house.volatile.delete = async (key) => {
      stored.set(key, (await house.volatile.get(key)) ?? '');
      await original(key);
    };
    expect((await house.totp(flow, '123456')).__typename).toBe('SignedIn');
    for (const [key, value] of stored) await house.volatile.set(key, value, { ttlMs: 60_000 });
    await expect(house.totp(flow, '123456')).resolves.toMatchObject({ __typename: 'FlowRefused' });
    expect(await house.rows('SELECT id FROM session')).toHaveLength(1);
  });
});
