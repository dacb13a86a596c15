import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AdjustableClock, sha256 } from '@countersign/platform';
import type { CompletedLogin } from '../flow/completed-flow.ts';
import type { Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import { defaultPolicy } from '../policy.ts';
import { openBareDatabase } from '../testing/bare-database.ts';
import { openSession } from './open-session.ts';
import { isLiveNow, reasonToEnd, resolveSession, sessionStanding } from './resolve-session.ts';
import { sessionFinder } from './session-finder.ts';
import type { SessionRow } from './session.ts';

const START = 1_772_000_000_000;
const profileUuid = '0198c0de-0000-7000-8000-0000000000a1';
const limits = { idleMs: 900_000, absoluteMs: 7_200_000 };
const policy = { ...defaultPolicy, session: { DMS: limits, CCMS: limits, CONSOLE: limits } };
const person = {
  profileUuid,
  usable: true,
  applications: ['CCMS', 'DMS'],
  securityVersion: 3,
  phase: 'PARALLEL',
} as unknown as Standing;

let bare: Awaited<ReturnType<typeof openBareDatabase>>;
let clock: AdjustableClock;
let standing: Standing | null;
let parts: Parts;
beforeAll(async () => {
  bare = await openBareDatabase();
});
beforeEach(async () => {
  await bare.run('DELETE FROM session');
  await bare.run('DELETE FROM renewed_token');
  clock = new AdjustableClock(new Date(START));
  standing = person;
  const people = { byUuid: async (uuid: string) => (uuid === profileUuid ? standing : null) };
  parts = {
    database: bare.database,
    clock,
    policy,
    people,
    sessions: sessionFinder(bare.database),
  } as unknown as Parts;
});
afterAll(() => bare.close());

let flows = 0;
const open = (change: Partial<CompletedLogin> = {}, flowId = `f${(flows += 1)}`) => {
  const login = {
    subject: { profileUuid, userId: 'HKABC101', participant: 'ABC', email: null, card: null },
    application: 'CCMS',
    flow: {
      id: flowId,
      delivery: 'BEARER',
      evidence: [
        { authenticator: 'password', at: 1 },
        { authenticator: 'totp', at: 2 },
      ],
    },
    ...change,
  } as unknown as CompletedLogin;
  const at = { now: clock.now(), address: '203.0.113.7', securityVersion: 3 };
  return bare.database.transaction((tx) => openSession(tx, login, at, policy));
};
const opened = async (change: Partial<CompletedLogin> = {}) => {
  const session = await open(change);
  if (session === null) throw new Error('not opened');
  return session;
};
const stored = (id: string) => bare.rows('SELECT * FROM session WHERE id = ?', [id]);

describe('an opened session', () => {
  it('is stored by its token’s digest, with its proofs and its end', async () => {
    const { id, token, expiresAt, replaced } = await opened();
    expect(replaced).toBe(false);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(expiresAt).toEqual(new Date(START + limits.absoluteMs));
    const [row] = await stored(id);
    expect(row).toMatchObject({
      profile_uuid: profileUuid,
      user_id: 'HKABC101',
      participant: 'ABC',
      application: 'CCMS',
      delivery: 'BEARER',
      methods: 'password,totp',
      security_version: 3,
      source_address: '203.0.113.7',
      opened_at: START,
      last_seen_at: START,
      expires_at: START + limits.absoluteMs,
      ended_at: null,
    });
    expect(JSON.stringify(row)).not.toContain(token);
  });
  it('takes the place of the one of the same application, and of no other (SE2)', async () => {
    const first = await opened();
    const elsewhere = await opened({ application: 'DMS' });
    clock.advance(5);
    const second = await opened();
    expect([elsewhere.replaced, second.replaced]).toEqual([false, true]);
    expect(await stored(first.id)).toMatchObject([{ ended_at: START + 5, end_reason: 'REPLACED', live_key: null }]);
    expect(await stored(elsewhere.id)).toMatchObject([{ ended_at: null }]);
    expect(await resolveSession(parts, first.token)).toBeNull();
    expect(await resolveSession(parts, second.token)).toMatchObject({ sessionId: second.id });
  });
  it('is the only one of its flow', async () => {
    expect(await open({}, 'same')).not.toBeNull();
    expect(await open({}, 'same')).toBeNull();
  });
});

describe('a session', () => {
  const row = (change: Partial<SessionRow> = {}): SessionRow => ({
    id: 'i',
    profile_uuid: profileUuid,
    user_id: 'HKABC101',
    participant: 'ABC',
    application: 'CCMS',
    methods: 'password,totp',
    security_version: 3,
    source_address: '203.0.113.7',
    opened_at: START,
    last_seen_at: START,
    expires_at: START + limits.absoluteMs,
    stepped_up_at: null,
    ended_at: null,
    ...change,
  });
  const why = (now: number, change: Partial<SessionRow> = {}) => reasonToEnd(parts, row(change), now);

  it('ends at its absolute limit to the millisecond (S5)', async () => {
    const busy = { last_seen_at: START + limits.absoluteMs - 1 };
    expect(await why(START + limits.absoluteMs - 1, busy)).toBeNull();
    expect(await why(START + limits.absoluteMs, busy)).toBe('EXPIRED');
  });
  it('ends at its idle limit to the millisecond (S5)', async () => {
    expect(await why(START + limits.idleMs - 1)).toBeNull();
    expect(await why(START + limits.idleMs)).toBe('IDLE');
  });
  it('ends when the clock was set back by more than instances may lie apart', async () => {
    expect(await why(START - 120_000)).toBeNull();
    expect(await why(START - 120_001)).toBe('CLOCK_SET_BACK');
  });
  it('ends with any change of the person’s standing (S3)', async () => {
    expect(await why(START)).toBeNull();
    for (const change of [
      { usable: false },
      { securityVersion: 4 },
      { securityVersion: 2 },
      { applications: ['DMS'] },
    ]) {
      standing = { ...person, ...change } as Standing;
      expect(await why(START)).toBe('STANDING_CHANGED');
    }
    standing = null;
    expect(await why(START)).toBe('STANDING_CHANGED');
    expect(await why(START, { methods: 'smartcard' })).toBe('STANDING_CHANGED');
  });
  it('ends with a phase that no longer takes what opened it (W21 a)', async () => {
    standing = { ...person, phase: 'END' } as Standing;
    expect(await why(START)).toBeNull();
    expect(await why(START, { methods: 'smartcard' })).toBe('METHOD_ENDED');
    expect(await why(START, { methods: 'password,smartcard' })).toBe('METHOD_ENDED');
    standing = person;
    expect(await why(START, { methods: 'smartcard' })).toBeNull();
  });
});

describe('a token', () => {
  it('stands for its session and person while that lives', async () => {
    const { id, token } = await opened();
    const expected = {
      sessionId: id,
      profileUuid,
      userId: 'HKABC101',
      participant: 'ABC',
      application: 'CCMS',
      methods: ['password', 'totp'],
      steppedUpAt: null,
    };
    expect(await resolveSession(parts, token)).toEqual(expected);
    await bare.run('UPDATE session SET stepped_up_at = ? WHERE id = ?', [START + 1, id]);
    expect(await resolveSession(parts, token)).toEqual({ ...expected, steppedUpAt: new Date(START + 1) });
    expect(await resolveSession(parts, 'A'.repeat(43))).toBeNull();
    expect(await resolveSession(parts, 'A'.repeat(43), true)).toBeNull();
  });
  it('of another form is not even looked up', async () => {
    const looked: string[] = [];
    const byTokenDigest = async (digest: string) => {
      looked.push(digest);
      return null;
    };
    parts = { ...parts, sessions: { ...parts.sessions, byTokenDigest } };
    const right = 'A'.repeat(43);
    for (const token of ['', 'A'.repeat(42), 'A'.repeat(44), `.${right}`, `${right}.`, `.${'A'.repeat(42)}`])
      expect(await resolveSession(parts, token)).toBeNull();
    expect(looked).toEqual([]);
    await resolveSession(parts, right);
    expect(looked).toHaveLength(1);
  });
  it('of a session that is over ends it for good, with the reason, at this instant', async () => {
    const { id, token } = await opened();
    clock.advance(limits.idleMs);
    expect(await resolveSession(parts, token)).toBeNull();
    expect(await stored(id)).toMatchObject([{ ended_at: START + limits.idleMs, end_reason: 'IDLE', live_key: null }]);
    clock.set(new Date(START));
    expect(await resolveSession(parts, token)).toBeNull();
  });
  it('marks its session as seen every 15 seconds, and not by watching', async () => {
    const { id, token } = await opened();
    const seen = async () => (await stored(id))[0]?.['last_seen_at'];
    clock.advance(14_999);
    await resolveSession(parts, token);
    expect(await seen()).toBe(START);
    clock.advance(1);
    await resolveSession(parts, token, true);
    expect(await seen()).toBe(START);
    await resolveSession(parts, token);
    expect(await seen()).toBe(START + 15_000);
  });
  it('that a newer one took the place of serves who only watches (S1)', async () => {
    const { id, token } = await opened();
    const renewed = 'B'.repeat(43);
    await bare.run('INSERT INTO renewed_token (token_digest, session_id, renewed_at) VALUES (?, ?, ?)', [
      sha256(renewed),
      id,
      START,
    ]);
    expect(await resolveSession(parts, renewed)).toBeNull();
    expect(await resolveSession(parts, renewed, true)).toMatchObject({ sessionId: id });
    expect(await resolveSession(parts, token, true)).toMatchObject({ sessionId: id });
  });
});

describe('what another part is told of a session', () => {
  it('is whether it lives, without ending it', async () => {
    const { id } = await opened();
    expect(await sessionStanding(parts, 'nothing')).toBeNull();
    const live = { live: true, profileUuid, methods: ['password', 'totp'], steppedUpAt: null };
    expect(await sessionStanding(parts, id)).toEqual(live);
    await bare.run('UPDATE session SET stepped_up_at = ? WHERE id = ?', [START + 1, id]);
    expect(await sessionStanding(parts, id)).toEqual({ ...live, steppedUpAt: new Date(START + 1) });
    clock.advance(limits.idleMs);
    expect(await sessionStanding(parts, id)).toMatchObject({ live: false });
    expect(await stored(id)).toMatchObject([{ ended_at: null }]);
    clock.set(new Date(START));
    await bare.run('UPDATE session SET ended_at = ? WHERE id = ?', [START, id]);
    expect(await sessionStanding(parts, id)).toMatchObject({ live: false });
    const [row] = await stored(id);
    expect(await isLiveNow(parts, row as unknown as SessionRow, { passive: false })).toBe(false);
  });
});
