import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { World } from './world.suite.ts';

/** Decisions that race, and effects whose fate is unknown (M1, M2, M9). */
export function decisionsRaceSuite(open: () => Promise<World>): void {
  let w: World;
  beforeEach(async () => {
    w = await open();
  });
  afterEach(() => w.close());

  /** On each engine; a thousand together (M2). */
  const ROUNDS = 500;
  const PATIENCE_MS = 180_000;
  const ENDS: Record<string, string> = {
    'change.executed': 'EXECUTED',
    'change.rejected': 'REJECTED',
    'change.cancelled': 'CANCELLED',
    'change.expired': 'EXPIRED',
  };

  describe('decisions that race', () => {
    it('100 parallel approvals of two checkers make one decision and one effect (M1)', async () => {
      const request = await w.submit(w.maker, w.user);
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => w.approve(n % 2 ? w.checker : w.checker2, request.id, request.digest)),
      );
      const won = new Set(
        answers.filter(({ __typename }) => __typename === 'ChangeRequest').map(({ checker }) => checker),
      );
      expect(won.size).toBe(1);
      expect(answers.filter(({ code }) => code === 'ALREADY_DECIDED')).toHaveLength(50);
      expect(w.world.effects).toEqual([request.id]);
      const audits = await w.audits(request.id);
      expect(
        audits.filter(({ action, outcome }) => action === 'change.authorised' && outcome === 'SUCCESS'),
      ).toHaveLength(1);
      expect(audits.filter(({ action }) => action === 'change.executed')).toHaveLength(1);
    });

    it('100 parallel Confirms on one screen make one decision and one notice', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => w.authorise(w.maker, request.id, 'HKABC2X1', code)),
      );
      expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(['EXECUTED']));
      expect(w.world.effects).toEqual([request.id]);
      expect(await w.rows(`SELECT type FROM outbox WHERE type = 'approvals.code-used'`)).toHaveLength(1);
    });

    it(
      'approve, reject, cancel and expire leave one end each, and the audit agrees (M2)',
      async () => {
        const { code } = await w.code(w.checker2);
        const ends = new Map<string, number>();
        for (let round = 0; round < ROUNDS; round += 1) {
          const request = await w.submit(w.maker, w.user);
          const session = w.session(w.maker);
          const contenders = [
            () => w.approve(w.checker, request.id, request.digest),
            () => w.authorise(session, request.id, 'HKABC2X2', code),
            () => w.reject(w.checker2, request.id),
            () => w.cancel(w.maker, request.id),
            () => w.approvals.runDueWork(),
          ];
          if (round % 5 === 4) w.clock.advance(3 * 86_400_000 - 1);
          const shuffled = contenders.map(
            (_, at) => contenders[(at + round) % contenders.length] as () => Promise<unknown>,
          );
          const running = shuffled.map((contend) => contend());
          if (round % 5 === 4) w.clock.advance(1);
          await Promise.all(running);
          const state = await w.state(request.id);
          const terminal = (await w.audits(request.id)).filter(
            ({ action, outcome }) => action in ENDS && outcome === 'SUCCESS',
          );
          expect(terminal.map(({ action }) => ENDS[action])).toEqual([state]);
          expect(w.world.effects.filter((id) => id === request.id)).toHaveLength(state === 'EXECUTED' ? 1 : 0);
          ends.set(state, (ends.get(state) ?? 0) + 1);
        }
        expect(ends.size).toBeGreaterThan(1);
      },
      PATIENCE_MS,
    );
  });

  describe('a decided change whose effect is not known yet (M9)', () => {
    it('says that it will be effective shortly, and is applied once when the owner is back', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      w.world.applyFails = 'BEFORE';
      const answer = await w.authorise(w.maker, request.id, 'HKABC2X1', code);
      expect(answer).toMatchObject({
        state: 'AUTHORISED',
        message: 'The change is authorised and will be effective shortly.',
      });
      await w.approvals.runDueWork();
      expect(w.world.applyCalls).toHaveLength(1);
      w.world.applyFails = null;
      w.clock.advance(10_000);
      await Promise.all([w.approvals.runDueWork(), w.approvals.runDueWork(), w.approvals.runDueWork()]);
      expect(w.world.applyCalls).toEqual([request.id, request.id]);
      expect(await w.state(request.id)).toBe('EXECUTED');
      expect(w.world.effects).toEqual([request.id]);
    });

    it('is not applied twice when only the answer was lost', async () => {
      const request = await w.submit(w.maker, w.user);
      w.world.applyFails = 'AFTER';
      expect((await w.approve(w.checker, request.id, request.digest)).state).toBe('AUTHORISED');
      for (let pass = 0; pass < 3; pass += 1) {
        w.clock.advance(10_000);
        await w.approvals.runDueWork();
      }
      expect(w.world.applyCalls).toHaveLength(4);
      w.world.applyFails = null;
      w.clock.advance(10_000);
      await w.approvals.runDueWork();
      await w.approvals.runDueWork();
      expect(await w.state(request.id)).toBe('EXECUTED');
      expect(w.world.effects).toEqual([request.id]);
      expect((await w.audits(request.id)).filter(({ action }) => action === 'change.executed')).toHaveLength(1);
    });

    it('ends as STALE when the owner says so, and a second Confirm hears the same', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      w.world.applyFails = 'BEFORE';
      await w.authorise(w.maker, request.id, 'HKABC2X1', code);
      w.world.applyFails = null;
      w.user.version += 1;
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('PROFILE_STALE');
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('PROFILE_STALE');
      expect(await w.state(request.id)).toBe('STALE');
      expect((await w.submit(w.maker, w.user)).state).toBe('SUBMITTED');
    });

    it('is applied by a process that starts later, from what is stored alone', async () => {
      const request = await w.submit(w.maker, w.user);
      w.world.applyFails = 'BEFORE';
      await w.approve(w.checker, request.id, request.digest);
      w.world.applyFails = null;
      w.clock.advance(10_000);
      await w.approvals.start();
      for (let turn = 0; turn < 300 && (await w.state(request.id)) !== 'EXECUTED'; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(await w.state(request.id)).toBe('EXECUTED');
    });
  });
}
