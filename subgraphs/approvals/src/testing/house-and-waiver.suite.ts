import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { World } from './world.suite.ts';

/** Who may decide where the rule of two people has an exception, a switch, or is about the clearing house. */
export function houseAndWaiverSuite(open: () => Promise<World>): void {
  let w: World;
  beforeEach(async () => {
    w = await open();
  });
  afterEach(() => w.close());

  const actions = async (id: string) => (await w.audits(id)).map(({ action }) => action);

  describe('a sole administrator (W2, S1 Q24)', () => {
    it('decides their own request under a waiver, flagged wherever it is read', async () => {
      const request = await w.submit(w.both, w.user);
      expect((await w.approve(w.both, request.id, request.digest)).code).toBe('MAKER_IS_CHECKER');
      w.both.soleDaWaiver = true;
      const decided = await w.approve(w.both, request.id, request.digest);
      expect(decided).toMatchObject({ state: 'EXECUTED', soleDa: true, checker: 'HKABC3X1' });
      expect(decided.warnings.at(-1)).toMatch(/one person, under a sole-administrator waiver/);
      expect(await actions(request.id)).toContain('change.authorised.sole-da');
      expect(await w.rows('SELECT sole_da FROM change_request')).toEqual([{ sole_da: 1 }]);
    });

    it('may use their own code on their own screen', async () => {
      w.both.soleDaWaiver = true;
      const { code } = await w.code(w.both);
      const request = await w.submit(w.both, w.user);
      expect(await w.authorise(w.both, request.id, 'HKABC3X1', code)).toMatchObject({
        state: 'EXECUTED',
        soleDa: true,
      });
    });

    it('never decides on their own profile, and needs the checker’s role', async () => {
      w.both.soleDaWaiver = true;
      const own = await w.submit(w.both, w.both);
      expect((await w.approve(w.both, own.id, own.digest)).code).toBe('CHECKER_IS_TARGET');
      w.maker.soleDaWaiver = true;
      const request = await w.submit(w.maker, w.user);
      expect((await w.approve(w.maker, request.id, request.digest)).code).toBe('NOT_A_CHECKER');
    });

    it('is one of two again when the waiver ended: it is read at the decision', async () => {
      w.both.soleDaWaiver = true;
      const request = await w.submit(w.both, w.user);
      w.both.soleDaWaiver = false;
      expect((await w.approve(w.both, request.id, request.digest)).code).toBe('MAKER_IS_CHECKER');
      const decided = await w.approve(w.checker, request.id, request.digest);
      expect(decided).toMatchObject({ state: 'EXECUTED', soleDa: false });
    });
  });

  describe('switches of the clearing house', () => {
    it('requireCheckerOtp: a right code is refused uncounted, the checker’s own session is the way', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      w.world.policies = { requireCheckerOtp: true, queuedApproval: false };
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('CHECKER_SESSION_REQUIRED');
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', '00000-00000')).code).toBe('CHECKER_SESSION_REQUIRED');
      expect(await w.rows('SELECT consecutive_failures FROM authorisation_code')).toEqual([
        { consecutive_failures: 0 },
      ]);
      expect((await w.approve(w.checker, request.id, request.digest)).state).toBe('EXECUTED');
    });

    it('queuedApproval off: approving in one’s own session is refused, sending back is not', async () => {
      const request = await w.submit(w.maker, w.user);
      w.world.policies = { queuedApproval: false };
      expect((await w.approve(w.checker, request.id, request.digest)).code).toBe('QUEUED_APPROVAL_OFF');
      expect((await w.reject(w.checker, request.id)).state).toBe('REJECTED');
    });

    it('no cell of the matrix for it: no code is shown', async () => {
      w.world.mayReveal = false;
      expect((await w.code(w.checker)).__typename).toBe('AuthorisationCodeRefused');
    });
  });

  describe('changes of the clearing house', () => {
    const override = { date: '2023-04-06', opensAt: null, closesAt: null, reason: 'Typhoon' };
    const submit = () =>
      w.mutate(w.session(w.house), 'submitCalendarOverride', '$input: CalendarOverrideInput!', { input: override });

    it('are decided by an approver in their own session, without a code, and seen by the house only', async () => {
      const request = await submit();
      expect(request).toMatchObject({ state: 'SUBMITTED', subject: 'Calendar 2023-04-06' });
      expect((await w.authorise(w.house, request.id, 'HKEX02', '00000-00000')).code).toBe('CHECKER_SESSION_REQUIRED');
      expect((await w.approve(w.checker, request.id, request.digest)).code).toBe('REQUEST_NOT_FOUND');
      expect((await w.approve(w.house, request.id, request.digest)).code).toBe('MAKER_IS_CHECKER');
      const text = 'query Q($id: ID!) { changeRequest(id: $id) { subject target { userId } } }';
      expect(await w.run(w.session(w.checker), text, { id: request.id })).toEqual({ changeRequest: null });
      expect(await w.run(w.session(w.houseApprover), text, { id: request.id })).toEqual({
        changeRequest: { subject: 'Calendar 2023-04-06', target: null },
      });
      expect((await w.approve(w.houseApprover, request.id, request.digest)).state).toBe('EXECUTED');
      expect(w.world.effects).toEqual([request.id]);
    });

    it('have one request open per thing, like profiles', async () => {
      await submit();
      const refused = await submit();
      expect(refused.code).toBe('REQUEST_ALREADY_OPEN');
      expect(refused.message).toMatch(/^HKEX01 has had a request open on Calendar 2023-04-06 since/);
    });
  });
}
