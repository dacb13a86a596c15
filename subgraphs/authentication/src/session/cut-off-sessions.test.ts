import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execute } from '@countersign/platform';
import { type House, giveDevice, givePassword, openHouse, person, untilSecondFactor } from '../testing/house.ts';
import { totpCode } from '../testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';

describe('what the phase END cuts off (W21, SE3)', () => {
  let house: House;
  let uri: string;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person({ applications: ['CCMS', 'DMS'] }));
    await givePassword(house, id, secret);
    uri = await giveDevice(house, id, secret);
  });
  afterEach(() => house.close());

  async function session(application: 'CCMS' | 'DMS', methods: string) {
    house.clock.advance(30_000);
    const flow = await untilSecondFactor(house, id, secret, application);
    const signedIn = await house.totp(flow, totpCode(uri, house.clock.now()));
    const { id: sessionId } = signedIn['session'] as { readonly id: string };
    await house.database.transaction((tx) =>
      execute(tx, 'UPDATE session SET methods = ? WHERE id = ?', [methods, sessionId]),
    );
    return { token: String(signedIn['sessionToken']), sessionId };
  }
  const gateway = () => house.service('gateway');
  const resolve = async (token: string) =>
    (await house.run(`{ resolveSession(token: "${token}") { sessionId } }`, gateway())).step;
  const ends = () =>
    house.rows<{ application: string; end_reason: string | null }>(
      'SELECT application, end_reason FROM session WHERE application = ? OR ended_at IS NULL ORDER BY opened_at',
      ['DMS'],
    );
  const phaseChanged = () =>
    house.bus.publish({
      id: '018f0000-0000-7000-8000-0000000000e1',
      type: 'identity.phase-changed',
      at: house.clock.now().toISOString(),
      body: { from: 'PARALLEL', to: 'END' },
    });

  it('ends a smartcard session at its next use, by a reason of its own, and no other', async () => {
    const card = await session('DMS', 'smartcard');
    const factors = await session('CCMS', 'password,totp');
    expect(await resolve(card.token)).not.toBeNull();
    house.identity.state.phase = 'END';
    expect(await resolve(card.token)).toBeNull();
    expect(await resolve(factors.token)).not.toBeNull();
    expect(await ends()).toEqual([
      { application: 'DMS', end_reason: 'METHOD_ENDED' },
      { application: 'CCMS', end_reason: null },
    ]);
    house.identity.state.phase = 'PARALLEL';
    expect(await resolve(card.token)).toBeNull();
  });

  it('ends them all when it hears of the phase, by the phase in force and not by the word of an event', async () => {
    await session('DMS', 'smartcard');
    await session('CCMS', 'password,totp');
    await phaseChanged();
    expect(await ends()).toMatchObject([{ end_reason: null }, { end_reason: null }]);
    house.identity.state.phase = 'END';
    await phaseChanged();
    expect(await ends()).toMatchObject([{ end_reason: 'METHOD_ENDED' }, { end_reason: null }]);
    const audited = await house.rows<{ code: string }>(
      "SELECT code FROM audit_entry WHERE action = 'session.ended' AND code = 'METHOD_ENDED'",
    );
    expect(audited).toHaveLength(1);
  });

  it('is no session for another part either', async () => {
    const card = await session('DMS', 'smartcard');
    house.identity.state.phase = 'END';
    const asked = `{ sessionStanding(sessionId: "${card.sessionId}") { live } }`;
    expect((await house.run(asked, house.service('approvals'))).step).toMatchObject({ live: false });
  });
});
