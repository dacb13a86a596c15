import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionPrincipal } from '@countersign/platform';
import { mailed } from './mailed.ts';
import { approvalsOf, checkerUuid, makerUuid } from './account-changes.ts';
import { type House, giveDevice, givePassword, openHouse, person } from './house.ts';

const secret = 'a correct horse at the battery';
const day = 86_400_000;

/** What must hold of an initial smartcard PIN, on every engine (W19). */
export function initialPinSuite(stores: () => { readonly url?: string }): void {
  describe('an initial smartcard PIN', () => {
    let house: House;
    let approvals: ReturnType<typeof approvalsOf>;
    let maker: SessionPrincipal;
    beforeEach(async () => {
      house = await openHouse({
        ...stores(),
        policy: { session: { DMS: long, CCMS: long, CONSOLE: long } },
      });
      approvals = approvalsOf(house);
      house.identity.add(person());
      house.identity.add(person({ profileUuid: makerUuid, userId: 'HKABC1X1', email: 'maker@abc.example' }));
      house.identity.add(person({ profileUuid: checkerUuid, userId: 'HKABC2X1', email: 'checker@abc.example' }));
      maker = await signIn('HKABC1X1', makerUuid);
    });
    afterEach(() => house.close());

    const long = { idleMs: 30 * day, absoluteMs: 30 * day };
    const signIn = async (userId: string, profileUuid: string): Promise<SessionPrincipal> => {
      await givePassword(house, userId, secret);
      await giveDevice(house, userId, secret);
      const [row] = await house.rows<{ id: string }>(
        'SELECT id FROM session WHERE profile_uuid = ? AND ended_at IS NULL',
        [profileUuid],
      );
      const methods = ['password', 'totp'];
      return house.session({ id: row?.id ?? '', userId, profileUuid, methods }) as SessionPrincipal;
    };
    const reset = async (requestId: string) =>
      approvals.apply('SMARTCARD_PIN_RESET', requestId, await approvals.propose('SMARTCARD_PIN_RESET'));
    const reveal = (requestId: string, principal: SessionPrincipal = maker) =>
      approvals.ask<{ __typename: string; pin?: string; code?: string; userId?: string; validUntil?: Date }>(
        `mutation($requestId: ID!) { revealInitialPin(requestId: $requestId) { __typename
          ... on InitialPin { pin userId validUntil message } ... on ChangeRefused { code message } } }`,
        { requestId },
        principal,
      );

    it('is shown once, to the maker of the request, and kept only as a keyed hash (W19)', async () => {
      expect(await reset('r1')).toMatchObject({ outcome: 'APPLIED' });
      const shown = await reveal('r1');
      expect(shown).toMatchObject({ __typename: 'InitialPin', userId: 'HKABC101' });
      expect(shown.pin).toMatch(/^[0-9]{8}$/);
      expect(await reveal('r1')).toMatchObject({ code: 'INITIAL_PIN_ALREADY_SHOWN' });
      const rows = await house.rows<{ pin_hash: string; must_change: number }>('SELECT * FROM smartcard_pin_reset');
      expect(rows).toMatchObject([{ must_change: 1 }]);
      expect(rows[0]?.pin_hash).toHaveLength(43);
      const everything = JSON.stringify([rows, await house.rows('SELECT * FROM audit_entry'), house.mails]);
      expect(everything).not.toContain(shown.pin);
      expect(
        await house.rows(`SELECT outcome FROM audit_entry WHERE action = 'smartcard.initial-pin-shown'`),
      ).toHaveLength(2);
    });

    it('is shown to one of 16 looks at once', async () => {
      await reset('r1');
      const looks = await Promise.all(Array.from({ length: 16 }, () => reveal('r1')));
      expect(looks.filter((one) => one.__typename === 'InitialPin')).toHaveLength(1);
      expect(new Set(looks.map((one) => one.code))).toEqual(new Set([undefined, 'INITIAL_PIN_ALREADY_SHOWN']));
    });

    it('looks to the checker, to strangers and in a session that ended as if there were none', async () => {
      await reset('r1');
      const checker = await signIn('HKABC2X1', checkerUuid);
      expect(await reveal('r1', checker)).toMatchObject({ code: 'INITIAL_PIN_UNAVAILABLE' });
      expect(await reveal('r9')).toMatchObject({ code: 'INITIAL_PIN_UNAVAILABLE' });
      expect(await reveal('\u00fc')).toMatchObject({ code: 'INITIAL_PIN_UNAVAILABLE' });
      // Somebody else's session id does not make him the maker.
      expect(await reveal('r1', { ...checker, profileUuid: makerUuid })).toMatchObject({
        code: 'INITIAL_PIN_UNAVAILABLE',
      });
      await approvals.ask('mutation { logOut }', {}, maker);
      expect(await reveal('r1')).toMatchObject({ code: 'INITIAL_PIN_UNAVAILABLE' });
      await expect(
        approvals.ask('mutation { revealInitialPin(requestId: "r1") { __typename } }', {}, house.anonymous()),
      ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    });

    it('is good for seven days and not at END', async () => {
      await reset('r1');
      house.identity.state.phase = 'END';
      expect(await reveal('r1')).toMatchObject({ code: 'SMARTCARD_NOT_ALLOWED' });
      house.identity.state.phase = 'PARALLEL';
      house.clock.advance(7 * day - 1);
      const [row] = await house.rows<{ armed_at: number }>('SELECT armed_at FROM smartcard_pin_reset');
      house.clock.advance(Number(row?.armed_at) + 7 * day - house.clock.now().getTime());
      expect(await reveal('r1')).toMatchObject({ code: 'INITIAL_PIN_EXPIRED' });
    });

    it('there is exactly one of: a new reset ends the one before, and a reset that was not shown is stale', async () => {
      await reset('r1');
      const shown = await approvals.propose('SMARTCARD_PIN_RESET');
      expect(shown.proposal?.warnings).toHaveLength(1);
      await reset('r2');
      expect(await approvals.apply('SMARTCARD_PIN_RESET', 'r3', shown)).toMatchObject({ outcome: 'STALE' });
      expect(await house.rows('SELECT request_id FROM smartcard_pin_reset')).toEqual([{ request_id: 'r2' }]);
      expect(await reveal('r1')).toMatchObject({ code: 'INITIAL_PIN_UNAVAILABLE' });
      expect(await reveal('r2')).toMatchObject({ __typename: 'InitialPin' });
    });

    it('of several resets of one card at once one is applied, the first as well as a later one (A2)', async () => {
      for (const round of ['first', 'second']) {
        const seen = await approvals.propose('SMARTCARD_PIN_RESET');
        const resets = [1, 2, 3].map((each) => approvals.apply('SMARTCARD_PIN_RESET', `${round}-${each}`, seen));
        expect((await Promise.all(resets)).map(({ outcome }) => outcome).sort()).toEqual(['APPLIED', 'STALE', 'STALE']);
      }
      expect(await house.rows('SELECT request_id FROM smartcard_pin_reset')).toHaveLength(1);
    });

    it.each([
      { allowed: false, held: true },
      { allowed: true, held: false },
    ])('is not for a user with %p: newly created users use 2FA', async (card) => {
      house.identity.cards.set(person().profileUuid, card);
      expect((await approvals.propose('SMARTCARD_PIN_RESET')).refusal?.code).toBe('SMARTCARD_NOT_ALLOWED');
    });

    it('ends the sessions of the user and is told to him (SE3, N1)', async () => {
      await signIn('HKABC101', person().profileUuid);
      await reset('r1');
      expect(
        await house.rows('SELECT id FROM session WHERE profile_uuid = ? AND ended_at IS NULL', [person().profileUuid]),
      ).toHaveLength(0);
      expect(await mailed(house, 'Smartcard PIN reset: HKABC101')).toEqual([person().email]);
    });
  });
}
