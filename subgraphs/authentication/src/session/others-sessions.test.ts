import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '@countersign/platform';
import {
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
const owner = person().profileUuid;
const keeper = '018f0000-0000-7000-8000-0000000001a1';
const stranger = '018f0000-0000-7000-8000-0000000001a2';
const LIST = 'id application openedAt lastSeenAt expiresAt sourceAddress methods current';

describe('sessions and those over them', () => {
  let house: House;
  let uri: string;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person({ applications: ['CCMS', 'DMS'] }));
    house.identity.state.keeps.set(keeper, [owner]);
    await givePassword(house, id, secret);
    uri = await giveDevice(house, id, secret);
  });
  afterEach(() => house.close());

  const signIn = async (application: 'CCMS' | 'DMS' = 'CCMS'): Promise<Step> => {
    house.clock.advance(30_000);
    return house.totp(await untilSecondFactor(house, id, secret, application), totpCode(uri, house.clock.now()));
  };
  const idOf = (step: Step) => (step['session'] as { id: string }).id;
  const as = (profileUuid: string, userId: string, sessionId = 'theirs'): Principal =>
    house.session({ id: sessionId, userId, profileUuid, methods: [] });
  const list = async (by: Principal, userId?: string) =>
    (await house.run(`{ sessions${userId === undefined ? '' : `(userId: "${userId}")`} { ${LIST} } }`, by))
      .step as unknown as Record<string, unknown>[];
  const end = async (by: Principal, sessionId: string) =>
    (await house.run(`mutation { endSession(id: "${sessionId}") }`, by)).step as unknown as boolean;
  const resolve = async (step: Step) =>
    (
      await house.run(
        `{ resolveSession(token: "${String(step['sessionToken'])}") { sessionId } }`,
        house.service('gateway'),
      )
    ).step;

  it('their owner sees those that live, and which one he asks by', async () => {
    const dms = await signIn('DMS');
    const ccms = await signIn();
    const own = as(owner, id, idOf(ccms));
    expect(await list(own)).toEqual([
      {
        ...{ id: idOf(ccms), application: 'CCMS', sourceAddress: '203.0.113.7', methods: ['password', 'totp'] },
        ...{ openedAt: house.clock.now().toISOString(), lastSeenAt: house.clock.now().toISOString() },
        ...{ expiresAt: new Date(house.clock.now().getTime() + 12 * 3_600_000).toISOString(), current: true },
      },
      expect.objectContaining({ id: idOf(dms), application: 'DMS', current: false }),
    ]);
    expect(await list(own, ' hkabc101 ')).toHaveLength(2);
    house.clock.advance(15 * 60_000);
    expect((await list(own)).map(({ application }) => application)).toEqual(['CCMS']);
    house.identity.add(person({ applications: ['CCMS', 'DMS'], securityVersion: 2 }));
    expect(await list(own)).toEqual([]);
  });

  it('whoever has a say over him sees them, which is audited; to everybody else there are none (A1)', async () => {
    const step = await signIn();
    expect(await list(as(keeper, 'HKABC1X1'), id)).toMatchObject([{ id: idOf(step), current: false }]);
    for (const by of [as(stranger, 'HKXYZ1X1'), as(keeper, 'HKABC1X1')]) expect(await list(by, 'HKABC999')).toEqual([]);
    expect(await list(as(stranger, 'HKXYZ1X1'), id)).toEqual([]);
    expect(await list(as(stranger, 'HKXYZ1X1'))).toEqual([]);
    expect(
      await house.rows(`SELECT actor, target, participant FROM audit_entry WHERE action = 'session.listed'`),
    ).toEqual([{ actor: 'HKABC1X1', target: id, participant: 'ABC' }]);
    await expect(house.run(`{ sessions { id } }`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('and ends them: once, audited, and the user is told (SE3, N1)', async () => {
    const step = await signIn();
    expect(await end(as(stranger, 'HKXYZ1X1'), idOf(step))).toBe(false);
    expect(await resolve(step)).not.toBeNull();
    const answers = await Promise.all(Array.from({ length: 8 }, () => end(as(keeper, 'HKABC1X1'), idOf(step))));
    expect(answers.filter((ended) => ended)).toHaveLength(1);
    expect(await resolve(step)).toBeNull();
    expect(
      await house.rows(
        `SELECT actor, target, target_uuid, participant, session_id FROM audit_entry WHERE action = 'session.ended'`,
      ),
    ).toEqual([{ actor: 'HKABC1X1', target: id, target_uuid: owner, participant: 'ABC', session_id: idOf(step) }]);
    expect(await house.rows('SELECT end_reason FROM session WHERE id = ?', [idOf(step)])).toEqual([
      { end_reason: 'ENDED_BY_ADMINISTRATOR' },
    ]);
    const told = async () => [
      ...house.mails.map(({ subject }) => subject),
      ...(await house.rows<{ subject: string }>('SELECT subject FROM notice')).map(({ subject }) => subject),
    ];
    expect(await told()).toContain(`Session ended: ${id}`);
  });

  it('of somebody who had that user ID before are not those of who has it now', async () => {
    const step = await signIn();
    const reborn = '018f0000-0000-7000-8000-0000000001ff';
    house.identity.people.clear();
    house.identity.add(person({ profileUuid: reborn }));
    house.identity.state.keeps.set(keeper, [reborn, owner]);
    expect(await end(as(keeper, 'HKABC1X1'), idOf(step))).toBe(false);
    expect(await list(as(keeper, 'HKABC1X1'), id)).toEqual([]);
  });
});
