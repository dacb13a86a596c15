import { afterEach, describe, expect, it } from '@jest/globals';
import type { Authenticator, AuthenticatorPlugin, Manifest } from '@countersign/authenticator-kit';
import { houseAuthenticators } from './testing/house-authenticators.ts';
import { type House, giveDevice, givePassword, openHouse, person } from './testing/house.ts';
import { type AtWork, atWork } from './testing/own-session.ts';
import { stubAuthenticator } from './testing/stub-authenticator.ts';

const secret = 'a correct horse at the battery';
const { userId, profileUuid } = person();
const enrolment: Authenticator<unknown>['enrolment'] = {
  begin: async () => ({ view: {}, state: 'state' }),
  confirm: async () => ({ outcome: 'rejected', reason: 'WRONG' }),
};

describe('changing to and from authenticators of others (W16)', () => {
  let house: House;
  let mine: AtWork;
  afterEach(() => house.close());

  const registering = (id: string, manifest: Partial<Manifest> = {}) =>
    stubAuthenticator(id, { manifest, running: { enrolment, enrolled: async () => false } });
  const at = async (...others: readonly AuthenticatorPlugin[]) => {
    house = await openHouse({ plugins: [...houseAuthenticators(), ...others] });
    house.identity.add(person());
    await givePassword(house, userId, secret);
    mine = await atWork(house, { userId, profileUuid, secret, uri: await giveDevice(house, userId, secret) });
  };
  const begun = async (call: string) => {
    const step = await house.mutate(call, mine.principal);
    return step['code'] ?? step.__typename;
  };
  const changeableTo = async () =>
    ((await house.run('{ signInSettings { changeableTo } }', mine.principal)).step as Record<string, unknown> | null)?.[
      'changeableTo'
    ];

  it('the only one there is need not be named', async () => {
    await at(registering('paper'));
    expect(await changeableTo()).toContain('OTHER');
    expect(await begun('changeOtpChannel(to: OTHER)')).toBe('ProofsOffered');
    expect(await begun('changeOtpChannel(to: OTHER, authenticator: "totp")')).toBe('CHANGE_NOT_OFFERED');
    expect(await begun('changeOtpChannel(to: APP, authenticator: "paper")')).toBe('CHANGE_NOT_OFFERED');
  });

  it('of two, one must be named', async () => {
    await at(registering('paper'), registering('stone'));
    expect(await begun('changeOtpChannel(to: OTHER)')).toBe('CHANGE_NOT_OFFERED');
    expect(await begun('changeOtpChannel(to: OTHER, authenticator: "stone")')).toBe('ProofsOffered');
  });

  it('one that cannot confirm a change offers none, before any password is asked for', async () => {
    await at(registering('paper'));
    await house.database.transaction((tx) => tx.query("UPDATE account SET otp_channel = 'OTHER:paper'"));
    expect(await changeableTo()).toEqual([]);
    for (const call of ['changeOtpChannel(to: APP)', 'replaceDevice', 'changePassword', 'renewRecoveryCodes'])
      expect(await begun(call)).toBe('CHANGE_NOT_OFFERED');
  });

  it('one that can confirm a change leads back to an app, and has its device replaced', async () => {
    await at(registering('paper', { purposes: ['LOGIN', 'STEP_UP', 'ENROL'] }));
    await house.database.transaction((tx) => tx.query("UPDATE account SET otp_channel = 'OTHER:paper'"));
    expect(await changeableTo()).toContain('APP');
    expect(await begun('changeOtpChannel(to: APP)')).toBe('ProofsOffered');
    expect(await begun('replaceDevice')).toBe('ProofsOffered');
    expect(await begun('renewRecoveryCodes')).toBe('RECOVERY_CODES_USELESS');
  });
});
