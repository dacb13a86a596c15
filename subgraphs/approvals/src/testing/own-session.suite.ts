import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { World } from './world.suite.ts';

/** The checker’s own session: approving, rejecting, cancelling (W2, M3, M6). */
export function ownSessionSuite(open: () => Promise<World>): void {
  let w: World;
  beforeEach(async () => {
    w = await open();
  });
  afterEach(() => w.close());

  const approveNow = (requestId: string, digest: string) =>
    w.run<{ approveChange: { code?: string; state?: string } }>(
      w.session(w.checker),
      'mutation M($r: ID!, $d: String!) { approveChange(requestId: $r, digest: $d) { ... on ChangeRequest { state } ... on ChangeRefused { code } } }',
      { r: requestId, d: digest },
    );

  describe('approving in the checker’s own session (W2, queued)', () => {
    it('needs no code, and applies', async () => {
      const request = await w.submit(w.maker, w.user);
      expect(await w.approve(w.checker, request.id, request.digest)).toMatchObject({
        state: 'EXECUTED',
        checker: 'HKABC2X1',
      });
      expect(await w.approve(w.checker, request.id, request.digest)).toMatchObject({ state: 'EXECUTED' });
      expect((await w.approve(w.checker2, request.id, request.digest)).code).toBe('ALREADY_DECIDED');
      expect(w.world.effects).toEqual([request.id]);
    });

    it('needs a step-up of the last five minutes (SE4)', async () => {
      const request = await w.submit(w.maker, w.user);
      expect((await approveNow(request.id, request.digest)).approveChange.code).toBe('STEP_UP_REQUIRED');
      w.session(w.checker, { steppedUp: true });
      w.clock.advance(300_001);
      expect((await approveNow(request.id, request.digest)).approveChange.code).toBe('STEP_UP_REQUIRED');
      w.session(w.checker, { steppedUp: true });
      w.clock.advance(300_000);
      expect((await approveNow(request.id, request.digest)).approveChange.state).toBe('EXECUTED');
    });

    it('takes only the digest of what is stored: any alteration is refused, every time (M3)', async () => {
      const request = await w.submit(w.maker, w.user);
      expect((await w.approve(w.checker, request.id, 'x')).code).toBe('DIGEST_MISMATCH');
      expect((await w.approve(w.checker, request.id, '')).code).toBe('DIGEST_MISMATCH');
      const { code } = await w.code(w.checker);
      const [row] = await w.rows<Record<string, string>>('SELECT * FROM change_request WHERE id = ?', [request.id]);
      const alterations: Record<string, string | number> = {
        payload_json: '{"set":{"email":"thief@evil.example"}}',
        after_json: '{"email":"thief@evil.example"}',
        before_json: '{}',
        target_version: 2,
        target_user_id: 'HKABC102',
        target_uuid: w.user2.uuid,
      };
      for (const [column, value] of Object.entries(alterations)) {
        for (let round = 0; round < 5; round += 1) {
          await w.rows(`UPDATE change_request SET ${column} = ? WHERE id = ?`, [value, request.id]);
          expect((await w.approve(w.checker, request.id, request.digest)).__typename).toBe('ChangeRefused');
          expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).__typename).toBe('ChangeRefused');
          await w.rows(`UPDATE change_request SET ${column} = ?, state = 'SUBMITTED' WHERE id = ?`, [
            row?.[column] as string,
            request.id,
          ]);
        }
      }
      expect(w.world.effects).toEqual([]);
      expect((await w.approve(w.checker, request.id, request.digest)).state).toBe('EXECUTED');
    });

    it('asks identity and authentication at each decision: a checker disabled, locked or stripped a moment ago is refused (M6)', async () => {
      const request = await w.submit(w.maker, w.user);
      const spoils: (() => void)[] = [
        () => (w.checker.usable = false),
        () => (w.checker.locked = true),
        () => (w.checker.roles = ['DA_MAKER']),
        () => (w.checker.accessLevels = []),
        () => (w.checker.participant = 'XYZ'),
      ];
      for (const spoil of spoils) {
        const saved = structuredClone(w.checker);
        const session = w.session(w.checker, { steppedUp: true });
        spoil();
        const { approveChange } = await w.run<{ approveChange: { code: string } }>(
          session,
          'mutation M($r: ID!, $d: String!) { approveChange(requestId: $r, digest: $d) { ... on ChangeRefused { code } } }',
          { r: request.id, d: request.digest },
        );
        expect(approveChange.code).toBe('NOT_A_CHECKER');
        Object.assign(w.checker, saved);
      }
      expect(await w.state(request.id)).toBe('SUBMITTED');
    });

    it('is not for people without the checker’s rights, nor for other participants', async () => {
      const request = await w.submit(w.maker, w.user);
      expect((await w.approve(w.maker2, request.id, request.digest)).code).toBe('NOT_A_CHECKER');
      expect((await w.approve(w.user2, request.id, request.digest)).code).toBe('NOT_A_CHECKER');
      expect((await w.approve(w.house, request.id, request.digest)).code).toBe('NOT_A_CHECKER');
      expect((await w.approve(w.foreignChecker, request.id, request.digest)).code).toBe('REQUEST_NOT_FOUND');
      expect((await w.approve(w.checker, 'nothing', request.digest)).code).toBe('REQUEST_NOT_FOUND');
      expect(await w.state(request.id)).toBe('SUBMITTED');
      expect(
        (await w.rows(`SELECT 1 FROM audit_entry WHERE outcome = 'REFUSED' AND action = 'change.authorised'`)).length,
      ).toBe(5);
    });

    it('never applies content that was altered after the agreement', async () => {
      const request = await w.submit(w.maker, w.user);
      w.world.applyFails = 'BEFORE';
      expect((await w.approve(w.checker, request.id, request.digest)).state).toBe('AUTHORISED');
      await w.rows(`UPDATE change_request SET payload_json = '{"set":{"email":"thief@evil.example"}}' WHERE id = ?`, [
        request.id,
      ]);
      w.world.applyFails = null;
      w.clock.advance(60_000);
      await w.approvals.runDueWork();
      expect(await w.state(request.id)).toBe('STALE');
      expect(w.world.effects).toEqual([]);
    });
  });

  describe('rejecting and cancelling', () => {
    it('a checker rejects with a reason, once', async () => {
      const request = await w.submit(w.maker, w.user);
      expect((await w.reject(w.checker, request.id, '  ')).code).toBe('REASON_REQUIRED');
      expect((await w.reject(w.checker, request.id, 'x'.repeat(501))).code).toBe('REASON_REQUIRED');
      const first = await w.reject(w.checker, request.id, 'Not his address');
      expect(first).toMatchObject({
        state: 'REJECTED',
        checker: 'HKABC2X1',
        message: 'Rejected by HKABC2X1: Not his address',
      });
      expect(await w.reject(w.checker, request.id, 'Again')).toEqual(first);
      expect((await w.approve(w.checker2, request.id, request.digest)).message).toBe(
        'This request was already rejected by HKABC2X1 at 03-Apr-23 10:00 HKT.',
      );
    });

    it('only the maker cancels, at any hour, once', async () => {
      const request = await w.submit(w.maker, w.user);
      w.world.open = false;
      expect((await w.cancel(w.checker, request.id)).code).toBe('NOT_YOUR_REQUEST');
      expect((await w.cancel(w.foreignMaker, request.id)).code).toBe('REQUEST_NOT_FOUND');
      const first = await w.cancel(w.maker, request.id);
      expect(first).toMatchObject({ state: 'CANCELLED', checker: null });
      expect(await w.cancel(w.maker, request.id)).toEqual(first);
      expect((await w.reject(w.checker, request.id)).code).toBe('ALREADY_DECIDED');
    });
  });
}
