import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AdjustableClock, memoryVolatileStore } from '@countersign/platform';
import type { Flow } from '../flow/flow.ts';
import type { Caller } from '../parts.ts';
import { defaultPolicy } from '../policy.ts';
import { openBareDatabase } from '../testing/bare-database.ts';
import { lockIfSpent } from './lock-if-spent.ts';
import { passwordDelay } from './password-delay.ts';
import { giveBackToSource, takeFromSource } from './source-limit.ts';
import { giveStrangerTryBack, isStranger, reopenToStrangers, takeStrangerTry } from './stranger-lane.ts';
import { type Attempt, takeAttempt } from './take-attempt.ts';

const NOW = 1_000_000;
const person = '0198c0de-0000-7000-8000-0000000000a1';
const other = '0198c0de-0000-7000-8000-0000000000b2';
let bare: Awaited<ReturnType<typeof openBareDatabase>>;
beforeAll(async () => {
  bare = await openBareDatabase();
});
beforeEach(async () => {
  await bare.run('DELETE FROM account');
  await bare.run('DELETE FROM session');
});
afterAll(() => bare.close());

const accounts = () => bare.rows('SELECT * FROM account');
const write = (values: string, profileUuid = person) =>
  bare.run(`UPDATE account SET ${values} WHERE profile_uuid = ?`, [profileUuid]);

describe('the wait after wrong passwords', () => {
  const rule = { withoutDelay: 4, first: 30_000, longest: 3_600_000 };
  it('begins with the fifth, doubles, and ends at an hour (L2)', () => {
    expect([0, 4, 5, 6, 7].map((failures) => passwordDelay(failures, rule))).toEqual([0, 0, 30_000, 60_000, 120_000]);
    expect([11, 12, 100, 100_000].map((failures) => passwordDelay(failures, rule))).toEqual([
      1_920_000, 3_600_000, 3_600_000, 3_600_000,
    ]);
  });
});

describe('the budget of a person', () => {
  const rules = { secondFactorFailures: 4, strangerFailures: 2 };
  const take = (change: Partial<Attempt> = {}, by: Partial<typeof rules> = {}) =>
    takeAttempt(
      bare.database,
      { profileUuid: person, purpose: 'LOGIN', stranger: false, now: NOW, ...change },
      { ...rules, ...by },
    );
  const taken = async (times: number, change: Partial<Attempt> = {}, by: Partial<typeof rules> = {}) => {
    const seen: boolean[] = [];
    for (let time = 0; time < times; time += 1) seen.push(await take(change, by));
    return seen;
  };

  it('is there from the first attempt on, is taken one by one, and is then gone (L1)', async () => {
    expect(await take()).toBe(true);
    expect(await accounts()).toMatchObject([
      { second_factor_failures: 1, reset_failures: 0, stranger_failures: 0, attempt_at: NOW },
    ]);
    expect(await taken(4)).toEqual([true, true, true, false]);
    expect(await accounts()).toMatchObject([{ second_factor_failures: 4 }]);
    expect(await take({ profileUuid: other })).toBe(true);
  });
  it('is nobody’s for a decoy, and leaves no row', async () => {
    expect(await take({ profileUuid: null })).toBe(false);
    expect(await take({ profileUuid: null, purpose: 'RESET', stranger: true })).toBe(false);
    expect(await accounts()).toEqual([]);
  });
  it('counts resets apart as well', async () => {
    await taken(2, { purpose: 'RESET' });
    await take({ purpose: 'STEP_UP' });
    expect(await accounts()).toMatchObject([{ second_factor_failures: 3, reset_failures: 2 }]);
  });
  it('gives strangers their share, and the person the rest (O9)', async () => {
    expect(await taken(3, { stranger: true })).toEqual([true, true, false]);
    expect(await accounts()).toMatchObject([{ second_factor_failures: 2, stranger_failures: 2 }]);
    expect(await taken(3)).toEqual([true, true, false]);
    expect(await accounts()).toMatchObject([{ second_factor_failures: 4, stranger_failures: 2 }]);
  });
  it('never gives a stranger its last unit (O9)', async () => {
    expect(await taken(4, { stranger: true }, { strangerFailures: 9 })).toEqual([true, true, true, false]);
    expect(await take()).toBe(true);
  });
  it('of a locked person takes a few comparisons more in a reset, and none in a login (W15)', async () => {
    await take();
    await write('locked_at = 1, locked_reset_allowance = 3');
    expect(await take()).toBe(false);
    expect(await take({ purpose: 'RESET', stranger: true, now: NOW + 1 })).toBe(true);
    expect(await accounts()).toMatchObject([
      { second_factor_failures: 1, stranger_failures: 1, locked_reset_allowance: 2, attempt_at: NOW + 1 },
    ]);
    expect(await taken(3, { purpose: 'RESET' })).toEqual([true, true, false]);
    expect(await accounts()).toMatchObject([{ stranger_failures: 1, locked_reset_allowance: 0 }]);
  });
  it('of a locked person has a share for strangers too', async () => {
    await take();
    await write('locked_at = 1, locked_reset_allowance = 9');
    expect(await taken(3, { purpose: 'RESET', stranger: true })).toEqual([true, true, false]);
    expect(await take({ purpose: 'RESET' })).toBe(true);
  });
  it('of somebody who is not locked and has none left is not refilled by a reset', async () => {
    await taken(4);
    await write('locked_reset_allowance = 3');
    expect(await take({ purpose: 'RESET' })).toBe(false);
  });
});

describe('the lock', () => {
  const policy = { secondFactorFailures: 3, resetTriesWhileLocked: 5 };
  const lock = (change: { profileUuid?: string | null; compared?: boolean } = {}) =>
    bare.database.transaction((tx) =>
      lockIfSpent(tx, { profileUuid: person, compared: true, now: NOW, ...change }, policy),
    );
  const standing = async (failures: number, attemptAt = NOW) => {
    await bare.run('DELETE FROM account');
    await bare.run('INSERT INTO account (profile_uuid, second_factor_failures, attempt_at) VALUES (?, ?, ?)', [
      person,
      failures,
      attemptAt,
    ]);
  };

  it('falls with the last failure, once, and on nobody else (L1)', async () => {
    await standing(2);
    expect(await lock()).toBe(false);
    await standing(3);
    expect(await lock({ profileUuid: null })).toBe(false);
    expect(await lock({ profileUuid: other })).toBe(false);
    expect(await lock()).toBe(true);
    expect(await accounts()).toMatchObject([
      { locked_at: NOW, lock_reason: 'SECOND_FACTOR_FAILURES', locked_reset_allowance: 5 },
    ]);
    expect(await lock()).toBe(false);
  });
  it('leaves no reset to whose resets failed (W15)', async () => {
    await standing(3);
    await write('reset_failures = 1');
    expect(await lock()).toBe(true);
    expect(await accounts()).toMatchObject([{ locked_reset_allowance: 0 }]);
  });
  it('waits ten seconds for an attempt that is still being compared', async () => {
    await standing(3, NOW - 9_999);
    expect(await lock({ compared: false })).toBe(false);
    await standing(3, NOW - 10_000);
    expect(await lock({ compared: false })).toBe(true);
    await standing(3, NOW + 10_001);
    expect(await lock()).toBe(false);
    await standing(3, NOW + 10_000);
    expect(await lock()).toBe(true);
  });
});

describe('the limits of a source', () => {
  const clock = new AdjustableClock(new Date(NOW));
  const windows = [
    { limit: 2, windowMs: 1_000 },
    { limit: 3, windowMs: 10_000 },
  ];
  const parts = () => ({
    volatile: memoryVolatileStore({ clock }),
    policy: { ...defaultPolicy, perSource: { ...defaultPolicy.perSource, passwords: windows, logins: [] } },
  });

  it('say how long to wait when one is used up, and take nothing then', async () => {
    const store = parts();
    const take = () => takeFromSource(store, 'passwords', '203.0.113.7');
    expect([await take(), await take()]).toEqual([null, null]);
    clock.advance(400);
    expect([await take(), await take(), await take()]).toEqual([600, 600, 600]);
    clock.advance(600);
    expect(await take()).toBeNull();
    expect(await take()).toBe(9_000);
    // What was refused by the long window was given back to the short one.
    clock.advance(9_000);
    expect([await take(), await take(), await take()]).toEqual([null, null, 1_000]);
  });
  it('tell the longest wait when several are used up', async () => {
    const store = parts();
    const take = () => takeFromSource(store, 'passwords', '203.0.113.7');
    await take();
    clock.advance(1_000);
    expect([await take(), await take(), await take()]).toEqual([null, null, 9_000]);
  });
  it('are refilled by what turned out well, in every window', async () => {
    const store = parts();
    const take = () => takeFromSource(store, 'passwords', '203.0.113.7');
    for (let time = 0; time < 6; time += 1) {
      expect(await take()).toBeNull();
      await giveBackToSource(store, 'passwords', '203.0.113.7');
    }
    expect([await take(), await take(), await take()]).toEqual([null, null, 1_000]);
  });
  it('are each source’s and each deed’s own, and none without a window', async () => {
    const store = parts();
    for (let time = 0; time < 2; time += 1) await takeFromSource(store, 'passwords', '203.0.113.7');
    expect(await takeFromSource(store, 'passwords', '203.0.113.8')).toBeNull();
    expect(await takeFromSource(store, 'resets', '203.0.113.7')).toBeNull();
    for (let time = 0; time < 9; time += 1) expect(await takeFromSource(store, 'logins', '203.0.113.7')).toBeNull();
  });
});

describe('the lane of strangers', () => {
  const clock = new AdjustableClock(new Date(NOW));
  const parts = () => ({
    volatile: memoryVolatileStore({ clock }),
    policy: { ...defaultPolicy, strangerFailures: 2 },
  });
  const mine = { claimedId: 'HKABC101' };

  it('has its tries by user ID and hour, right ones given back, and is opened again by an administrator (O9, W7)', async () => {
    const store = parts();
    const take = () => takeStrangerTry(store, mine);
    expect([await take(), await take(), await take()]).toEqual([true, true, false]);
    expect(await takeStrangerTry(store, { claimedId: 'HKABC102' })).toBe(true);
    await giveStrangerTryBack(store, mine);
    expect([await take(), await take()]).toEqual([true, false]);
    clock.advance(3_599_999);
    expect(await take()).toBe(false);
    clock.advance(1);
    expect([await take(), await take(), await take()]).toEqual([true, true, false]);
    await reopenToStrangers(store, mine.claimedId);
    expect(await take()).toBe(true);
  });

  it('is for who has proven nothing, has no session, and never signed in from there', async () => {
    const subject = { profileUuid: person, userId: 'HKABC101', participant: 'ABC', email: null, card: null };
    const flow = (change: Partial<Flow> = {}) => ({ evidence: [], sessionId: null, subject, ...change });
    const ask = (change: Partial<Flow> = {}, address = '203.0.113.7') =>
      isStranger(bare, { source: { address } } as Caller, flow(change));
    expect(await ask()).toBe(true);
    expect(await ask({ evidence: [{ authenticator: 'password', at: 1 }] })).toBe(false);
    expect(await ask({ sessionId: 's' })).toBe(false);
    expect(await ask({ subject: null })).toBe(true);
    await bare.run(
      `INSERT INTO session (id, token_digest, flow_id, profile_uuid, user_id, application, methods, security_version,
        source_address, opened_at, last_seen_at, expires_at) VALUES ('i', 'd', 'f', ?, 'HKABC101', 'CCMS', 'password', 1, ?, 1, 1, 2)`,
      [person, '203.0.113.7'],
    );
    expect(await ask()).toBe(false);
    expect(await ask({}, '203.0.113.8')).toBe(true);
    expect(await ask({ subject: { ...subject, profileUuid: other } })).toBe(true);
    expect(await ask({ subject: null })).toBe(true);
  });
});
