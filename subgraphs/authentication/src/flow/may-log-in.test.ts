import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, giveDevice, givePassword, openHouse, person, untilSecondFactor } from '../testing/house.ts';
import { totpCode } from '../testing/totp-code.ts';
import { mayLogIn } from './may-log-in.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';

describe('signing in', () => {
  let house: House;
  let uri: string;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person());
    await givePassword(house, id, secret);
    uri = await giveDevice(house, id, secret);
  });
  afterEach(() => house.close());

  const complete = async (before: () => void) => {
    const flow = await untilSecondFactor(house, id, secret);
    before();
    const step = await house.totp(flow, totpCode(uri, house.clock.now()));
    house.clock.advance(60_000);
    return step;
  };

  it('asks the permission matrix at the moment of the last proof (2.2, O15)', async () => {
    expect((await complete(() => undefined)).__typename).toBe('SignedIn');
    const permitted = ['LOG_IN_BY_TWO_FACTOR', 'ENQUIRE'];
    expect((await complete(() => house.identity.add(person({ permitted })))).__typename).toBe('SignedIn');
    const refused = await complete(() => house.identity.add(person({ permitted: ['LOG_IN_BY_SMARTCARD'] })));
    expect(refused).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
    expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(1);
  });

  it('refuses whom the matrix does not let in with the very answer of a disabled user (O8)', async () => {
    const forbidden = await complete(() => house.identity.add(person({ permitted: [] })));
    house.identity.add(person());
    const disabled = await complete(() => house.identity.add(person({ usable: false })));
    expect(forbidden).toEqual(disabled);
  });

  it('asks it for the phase that the login began in, while the login keeps it (domain 8)', async () => {
    const permitted = ['LOG_IN_BY_SMARTCARD'];
    const afterRollback = (change: Parameters<typeof person>[0]) => () => {
      house.identity.state.phase = 'PRE_PARALLEL';
      house.identity.add(person({ permitted, ...change }));
    };
    expect((await complete(afterRollback({}))).__typename).toBe('SignedIn');
    house.identity.state.phase = 'PARALLEL';
    house.identity.add(person());
    const refused = await complete(afterRollback({ signIns: ['PRE_PARALLEL:LOG_IN_BY_SMARTCARD'] }));
    expect(refused).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
  });

  it('by smartcard and by two factors are two rights; a reset and a step-up are neither', () => {
    const standing = { permitted: ['LOG_IN_BY_SMARTCARD'] };
    expect(mayLogIn({ purpose: 'LOGIN', method: 'SMARTCARD' }, standing)).toBe(true);
    expect(mayLogIn({ purpose: 'LOGIN', method: 'TWO_FACTOR' }, standing)).toBe(false);
    expect(mayLogIn({ purpose: 'RESET', method: 'TWO_FACTOR' }, { permitted: [] })).toBe(true);
    expect(mayLogIn({ purpose: 'STEP_UP', method: 'TWO_FACTOR' }, { permitted: [] })).toBe(true);
  });
});
