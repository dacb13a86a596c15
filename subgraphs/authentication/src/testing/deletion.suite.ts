import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { approvalsOf, makerUuid } from './account-changes.ts';
import {
  type House,
  flowIdOf,
  giveDevice,
  giveMailChannel,
  givePassword,
  openHouse,
  person,
  start,
  untilSecondFactor,
} from './house.ts';
import { totpCode } from './totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const old = person();
const reborn = person({ profileUuid: '018f0000-0000-7000-8000-000000000999' });

/** What a deletion leaves, and what a re-created user ID finds, on every engine (W8, domain 3.2.8). */
export function deletionSuite(stores: () => { readonly url?: string }): void {
  describe('a deleted profile', () => {
    let house: House;
    beforeEach(async () => {
      house = await openHouse(stores());
      house.identity.add(old);
      await givePassword(house, id, secret);
    });
    afterEach(() => house.close());

    const deletion = () => {
      house.identity.people.delete(old.profileUuid);
      const body = { profileUuid: old.profileUuid, userId: id, email: old.email, participant: 'ABC' };
      return {
        id: '018f0000-0000-7000-8000-00000000de1e',
        type: 'identity.profile-deleted',
        at: start.toISOString(),
        body,
      };
    };
    const deliver = async (event: ReturnType<typeof deletion>) => {
      for (let copy = 0; copy < 3; copy += 1) await house.bus.publish(event);
      for (let turn = 0; turn < 400; turn += 1) {
        const done = await house.rows(`SELECT seq FROM audit_entry WHERE action = 'account.destroyed'`);
        if (done.length > 0) break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const held = async () => {
      const tables = [
        'account',
        'authenticator_password_credential',
        'authenticator_password_history',
        'authenticator_totp_device',
        'smartcard_pin_reset',
      ];
      const counts = await Promise.all(
        tables.map((table) => house.rows(`SELECT 1 AS one FROM ${table} WHERE profile_uuid = ?`, [old.profileUuid])),
      );
      const live = await house.rows('SELECT id FROM session WHERE profile_uuid = ? AND ended_at IS NULL', [
        old.profileUuid,
      ]);
      return [...counts, live].reduce((sum, rows) => sum + rows.length, 0);
    };

    it('leaves no password, device, PIN reset, account or session behind, once however often it is told (W8)', async () => {
      await giveDevice(house, id, secret);
      house.identity.add(person({ profileUuid: makerUuid, userId: 'HKABC1X1' }));
      const approvals = approvalsOf(house);
      await approvals.apply('SMARTCARD_PIN_RESET', 'r1', await approvals.propose('SMARTCARD_PIN_RESET'));
      await untilSecondFactor(house, id, secret);
      expect(await held()).toBeGreaterThan(3);
      await deliver(deletion());
      expect(await held()).toBe(0);
      expect(await house.rows(`SELECT seq FROM audit_entry WHERE action = 'account.destroyed'`)).toHaveLength(1);
    });

    it('leaves the others alone', async () => {
      const other = person({ profileUuid: makerUuid, userId: 'HKABC102' });
      house.identity.add(other);
      await givePassword(house, 'HKABC102', secret);
      const uri = await giveDevice(house, 'HKABC102', secret);
      await deliver(deletion());
      const flow = await untilSecondFactor(house, 'HKABC102', secret);
      expect((await house.totp(flow, totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
    });

    it.each([true, false])(
      'a re-created user ID inherits nothing, whether the deletion was told before (%p) or not (M10, 3.2.8)',
      async (told) => {
        const uri = await giveDevice(house, id, secret);
        for (let turn = 0; turn < 10; turn += 1) await house.totp(await untilSecondFactor(house, id, secret), '000000');
        const login = await house.begin(id);
        const reset = await house.mutate(`beginPasswordReset(userId: "${id}")`);
        const mailedCode = await house.mailedCode(id);
        const event = deletion();
        if (told) await deliver(event);
        house.identity.add(reborn);

        // Neither the password, nor the flows and the mailed code of the one before.
        await house.password(flowIdOf(login), secret);
        const code = totpCode(uri, house.clock.now());
        expect(await house.totp(flowIdOf(login), code)).toMatchObject({ __typename: 'FlowRefused' });
        expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(0);
        expect(await house.password(flowIdOf(await house.begin(id)), secret)).toMatchObject({ code: 'AUTH_FAILED' });
        expect(await house.emailOtp(flowIdOf(reset), mailedCode)).toMatchObject({ __typename: 'FlowRefused' });
        const shown = await house.run(
          `{ _entities(representations: [{ __typename: "UserProfile", userId: "${id}" }]) {
            ... on UserProfile { lockedAt lockReason otpChannel emailVerifiedAt lastLoginAt lastLoginMethod } } }`,
          house.service('gateway'),
        );
        expect((shown.step as unknown as readonly unknown[])[0]).toEqual({
          lockedAt: null,
          lockReason: null,
          otpChannel: null,
          emailVerifiedAt: null,
          lastLoginAt: null,
          lastLoginMethod: null,
        });

        // The new person begins as everybody does: his own mailed code, a password, and a device to choose.
        house.clock.advance(60_000);
        await givePassword(house, id, 'another horse at another battery');
        const offered = await house.password(flowIdOf(await house.begin(id)), 'another horse at another battery');
        expect(offered.__typename).toBe('DeviceRegistrationOffered');
        expect(await house.totp(flowIdOf(offered), totpCode(uri, house.clock.now()))).toMatchObject({
          __typename: 'FlowRefused',
        });
      },
    );

    it('told late touches nobody who has the user ID since', async () => {
      await giveMailChannel(house, id, secret);
      const event = deletion();
      house.identity.add(reborn);
      house.clock.advance(60_000);
      await givePassword(house, id, 'another horse at another battery');
      const uri = await giveDevice(house, id, 'another horse at another battery');
      await deliver(event);
      expect(await held()).toBe(0);
      const flow = await untilSecondFactor(house, id, 'another horse at another battery');
      expect((await house.totp(flow, totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
    });
  });
}
