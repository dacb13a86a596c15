import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mailed } from './mailed.ts';
import { approvalsOf, checkerUuid, makerUuid } from './account-changes.ts';
import {
  type House,
  flowIdOf,
  giveDevice,
  giveMailChannel,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './house.ts';
import { totpCode } from './totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';

/** What must hold of every change to an account, on every engine. */
export function accountChangeSuite(stores: () => { readonly url?: string }): void {
  describe('changes of accounts by two administrators', () => {
    let house: House;
    let approvals: ReturnType<typeof approvalsOf>;
    beforeEach(async () => {
      house = await openHouse(stores());
      approvals = approvalsOf(house);
      house.identity.add(person());
      house.identity.add(person({ profileUuid: makerUuid, userId: 'HKABC1X1', email: 'maker@abc.example' }));
      house.identity.add(person({ profileUuid: checkerUuid, userId: 'HKABC2X1', email: 'checker@abc.example' }));
    });
    afterEach(() => house.close());

    const lock = async () => {
      for (let turn = 0; turn < 10; turn += 1) await house.totp(await untilSecondFactor(house, id, secret), '000000');
      const [account] = await house.rows<{ locked_at: number | null }>('SELECT locked_at FROM account');
      expect(account?.locked_at).not.toBeNull();
    };
    const audits = (requestId: string) =>
      house.rows<{ action: string; outcome: string; actor: string; target: string; after_json: string }>(
        'SELECT action, outcome, actor, target, after_json FROM audit_entry WHERE request_id = ?',
        [requestId],
      );
    const liveSessions = () => house.rows('SELECT id FROM session WHERE ended_at IS NULL');

    it('an unlock opens the lock that was shown, keeps password and device, and is told to the user (W7)', async () => {
      await givePassword(house, id, secret);
      const uri = await giveDevice(house, id, secret);
      await lock();
      const proposed = await approvals.propose('UNLOCK');
      expect(proposed.proposal).toMatchObject({
        before: { lockReason: 'SECOND_FACTOR_FAILURES' },
        after: { lockedAt: null },
      });
      expect(await approvals.check('UNLOCK', proposed)).toBeNull();
      expect(await approvals.apply('UNLOCK', 'r1', proposed)).toEqual({ outcome: 'APPLIED', refusal: null });
      house.clock.advance(60_000);
      const flow = await untilSecondFactor(house, id, secret);
      expect((await house.totp(flow, totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
      expect(await mailed(house, `User unlocked: ${id}`)).toEqual([person().email]);
      expect(await audits('r1')).toMatchObject([
        { action: 'change.apply', outcome: 'SUCCESS', actor: 'HKABC1X1', target: id },
      ]);
      expect((await audits('r1'))[0]?.after_json).toContain('HKABC2X1');
    });

    it('an unlock fills the budget again: the tenth wrong code locks anew, not the first (L1)', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      await lock();
      await approvals.apply('UNLOCK', 'r1', await approvals.propose('UNLOCK'));
      await house.totp(await untilSecondFactor(house, id, secret), '000000');
      expect(await house.rows('SELECT second_factor_failures, locked_at FROM account')).toEqual([
        { second_factor_failures: 1, locked_at: null },
      ]);
    });

    it('nobody unlocks who is not locked (NO_CHANGE), and a lock of another instant is stale', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      expect((await approvals.propose('UNLOCK')).refusal?.code).toBe('NO_CHANGE');
      await lock();
      const first = await approvals.propose('UNLOCK');
      await approvals.apply('UNLOCK', 'r1', first);
      house.clock.advance(60_000);
      await lock();
      expect((await approvals.check('UNLOCK', first))?.code).toBe('PROFILE_STALE');
      expect(await approvals.apply('UNLOCK', 'r2', first)).toMatchObject({
        outcome: 'STALE',
        refusal: { code: 'PROFILE_STALE' },
      });
      expect(await house.rows('SELECT profile_uuid FROM account WHERE locked_at IS NOT NULL')).toHaveLength(1);
    });

    it('16 deliveries of one request have one effect, one audit row, one notice and one answer (A2, M9)', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      await lock();
      const proposed = await approvals.propose('UNLOCK');
      const outcomes = await Promise.all(Array.from({ length: 16 }, () => approvals.apply('UNLOCK', 'r1', proposed)));
      expect([...new Set(outcomes.map(({ outcome }) => outcome))]).toEqual(['APPLIED']);
      expect(await audits('r1')).toHaveLength(1);
      expect(await mailed(house, `User unlocked: ${id}`)).toEqual([person().email]);
    });

    it('the account is guarded where it is written: of two requests on one lock one is applied (A2)', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      await lock();
      const proposed = await approvals.propose('UNLOCK');
      const outcomes = await Promise.all(['r1', 'r2', 'r3'].map((each) => approvals.apply('UNLOCK', each, proposed)));
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['APPLIED', 'STALE', 'STALE']);
    });

    it('what Identity has against the pair is the answer, at each step, and nothing is written (M6)', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      await lock();
      const proposed = await approvals.propose('UNLOCK');
      const against = { code: 'MAKER_NOT_PERMITTED', message: 'no', field: null, nextOpening: null, details: null };
      house.identity.state.decisionRefusal = against as never;
      expect((await approvals.check('UNLOCK', proposed))?.code).toBe('MAKER_NOT_PERMITTED');
      expect(await approvals.apply('UNLOCK', 'r1', proposed)).toMatchObject({ outcome: 'REFUSED' });
      expect(await audits('r1')).toMatchObject([{ outcome: 'REFUSED' }]);
      house.identity.state.decisionRefusal = null;
      // The first outcome is the outcome, also when the reason is gone.
      expect(await approvals.apply('UNLOCK', 'r1', proposed)).toMatchObject({ outcome: 'REFUSED' });
      house.identity.state.proposalRefusal = { ...against, code: 'USER_NOT_FOUND' } as never;
      expect((await approvals.propose('UNLOCK')).refusal?.code).toBe('USER_NOT_FOUND');
      expect(await house.rows('SELECT profile_uuid FROM account WHERE locked_at IS NOT NULL')).toHaveLength(1);
    });

    it('the function hours of an application are those of the decision, not of the delivery', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      const proposed = await approvals.propose('SECOND_FACTOR_RESET');
      const decidedAt = house.clock.now().toISOString();
      await approvals.apply('SECOND_FACTOR_RESET', 'r1', proposed);
      const check = house.identity.asked.findLast(({ name }) => name === 'CheckDecision');
      expect(check?.variables).toMatchObject({ decidedAt, payload: proposed.proposal?.payload });
    });

    it.each(['APP', 'EMAIL'])(
      'a second-factor reset sends the user on %s back to the mailed code (W17)',
      async (channel) => {
        await givePassword(house, id, secret);
        await (channel === 'APP' ? giveDevice(house, id, secret) : giveMailChannel(house, id, secret));
        expect(await liveSessions()).toHaveLength(1);
        const proposed = await approvals.propose('SECOND_FACTOR_RESET');
        expect(proposed.proposal).toMatchObject({ before: { otpChannel: channel }, after: { otpChannel: null } });
        expect(await approvals.apply('SECOND_FACTOR_RESET', 'r1', proposed)).toMatchObject({ outcome: 'APPLIED' });
        expect(await liveSessions()).toHaveLength(0);
        expect(await house.rows('SELECT profile_uuid FROM authenticator_totp_device')).toHaveLength(0);
        expect(await house.rows('SELECT profile_uuid FROM authenticator_password_credential')).toHaveLength(0);
        expect(await house.password(flowIdOf(await house.begin(id)), secret)).toMatchObject({ code: 'AUTH_FAILED' });
        house.clock.advance(60_000);
        await givePassword(house, id, 'another horse at another battery');
        const offered = await house.password(flowIdOf(await house.begin(id)), 'another horse at another battery');
        expect(offered.__typename).toBe('DeviceRegistrationOffered');
        expect((await approvals.propose('SECOND_FACTOR_RESET')).proposal).not.toBeNull();
      },
    );

    it('a login and a reset that began before a second-factor reset do not end after it (O12, O16)', async () => {
      await givePassword(house, id, secret);
      const uri = await giveDevice(house, id, secret);
      const login = await untilSecondFactor(house, id, secret);
      house.clock.advance(60_000);
      const begun = await house.mutate(`beginPasswordReset(userId: "${id}")`);
      const proven = await house.emailOtp(flowIdOf(begun), await house.mailedCode(id));
      await approvals.apply('SECOND_FACTOR_RESET', 'r1', await approvals.propose('SECOND_FACTOR_RESET'));
      expect(await house.totp(login, totpCode(uri, house.clock.now()))).toMatchObject({ __typename: 'FlowRefused' });
      const changed = await house.mutate(
        `setPassword(flowId: "${flowIdOf(proven)}", newPassword: "new horse, new battery", confirmation: "new horse, new battery")`,
      );
      expect(changed.__typename).toBe('FlowRefused');
      expect(await liveSessions()).toHaveLength(0);
    });

    it('a first login that registers its device cannot outlive a second-factor reset (O12)', async () => {
      await givePassword(house, id, secret);
      const offered = await house.password(flowIdOf(await house.begin(id)), secret);
      const device = await house.mutate(`registerDevice(flowId: "${flowIdOf(offered)}")`);
      const code = totpCode(String(device['otpauthUri']), house.clock.now());
      await approvals.apply('SECOND_FACTOR_RESET', 'r1', await approvals.propose('SECOND_FACTOR_RESET'));
      expect(await house.totp(flowIdOf(device), code)).toMatchObject({ code: 'AUTH_FAILED' });
      expect(await house.rows('SELECT profile_uuid FROM authenticator_totp_device')).toHaveLength(0);
    });

    it('a second-factor reset of somebody who holds nothing changes nothing, and a lock outlives a reset', async () => {
      expect((await approvals.propose('SECOND_FACTOR_RESET')).refusal?.code).toBe('NO_CHANGE');
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      await lock();
      const proposed = await approvals.propose('SECOND_FACTOR_RESET');
      expect(proposed.proposal?.warnings).toHaveLength(1);
      await approvals.apply('SECOND_FACTOR_RESET', 'r1', proposed);
      expect(await house.rows('SELECT profile_uuid FROM account WHERE locked_at IS NOT NULL')).toHaveLength(1);
    });

    it('a change against the matrix is audited as such and told to the participant’s administrators (A3)', async () => {
      await givePassword(house, id, secret);
      house.identity.state.payload = { grounds: { formReference: 'DA3-1', breakGlassReason: 'both DAs ill' } };
      house.identity.state.administrators = [
        { profileUuid: makerUuid, userId: 'HKABC1X1', email: 'maker@abc.example' },
        { profileUuid: checkerUuid, userId: 'HKABC2X1', email: null },
      ];
      await approvals.apply('SECOND_FACTOR_RESET', 'r1', await approvals.propose('SECOND_FACTOR_RESET'));
      expect(await audits('r1')).toMatchObject([{ action: 'change.break-glass', outcome: 'SUCCESS' }]);
      const subject = 'The clearing house changed one of your users (HKABC1X1)';
      expect(await mailed(house, subject)).toEqual(['maker@abc.example']);
    });

    it('only Approvals may ask, and an unknown kind is a fault', async () => {
      const query = `query { proposeAccountChange(kind: "UNLOCK", actorUuid: "a", input: {}) { refusal { code } } }`;
      for (const principal of [house.anonymous(), house.service('gateway')])
        await expect(approvals.ask(query, {}, principal)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(approvals.propose('PROFILE_CHANGE')).rejects.toMatchObject({ code: 'UNKNOWN_CHANGE_KIND' });
    });
  });
}
