import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '@countersign/platform';
import type { World } from './world.suite.ts';

const MINUTE = 60_000;

interface Told {
  readonly type: string;
  readonly body: Record<string, unknown>;
}

/** What is told of a request, to whoever watches and by mail, and what an event from elsewhere makes of open requests. */
export function requestEventsSuite(open: () => Promise<World>): void {
  let w: World;
  beforeEach(async () => {
    w = await open();
  });
  afterEach(() => w.close());

  const told = async (type: string): Promise<Told['body'][]> =>
    (await w.rows<{ body: string }>('SELECT body FROM outbox WHERE type = ? ORDER BY seq', [type])).map(
      ({ body }) => JSON.parse(body) as Told['body'],
    );
  const statesTold = async (requestId: string) =>
    (await told('approvals.request-changed'))
      .filter((body) => body['requestId'] === requestId)
      .map(({ state }) => state);

  describe('events of a request', () => {
    it('tell of every state it was in, submission included, and nothing of a refused attempt', async () => {
      const request = await w.submit(w.maker, w.user);
      await w.approve(w.maker, request.id, request.digest);
      expect(await statesTold(request.id)).toEqual(['SUBMITTED']);
      await w.approve(w.checker, request.id, request.digest);
      expect(await statesTold(request.id)).toEqual(['SUBMITTED', 'AUTHORISED', 'EXECUTED']);
      const rejected = await w.submit(w.maker, w.user2);
      await w.reject(w.checker, rejected.id);
      await w.reject(w.checker, rejected.id);
      expect(await statesTold(rejected.id)).toEqual(['SUBMITTED', 'REJECTED']);
    });

    it('tell the maker of an end that the maker cannot know of, once', async () => {
      const approved = await w.submit(w.maker, w.user);
      await w.approve(w.checker, approved.id, approved.digest);
      const rejected = await w.submit(w.maker, w.user);
      await w.reject(w.checker2, rejected.id, 'Wrong address');
      const lapsed = await w.submit(w.maker, w.user);
      w.clock.advance(3 * 1_440 * MINUTE);
      await w.approvals.runDueWork();
      expect(await told('approvals.request-ended')).toMatchObject([
        { requestId: approved.id, state: 'EXECUTED', method: 'SESSION', decidedBy: 'HKABC2X1', code: null },
        { requestId: rejected.id, state: 'REJECTED', method: 'SESSION', decidedBy: 'HKABC2X2', code: 'REJECTED' },
        { requestId: lapsed.id, state: 'EXPIRED', method: null, decidedBy: null, code: 'REQUEST_EXPIRED' },
      ]);
      expect((await told('approvals.request-ended'))[1]).toMatchObject({
        kind: 'PROFILE_CHANGE',
        subject: 'HKABC101',
        participant: 'ABC',
        makerUserId: 'HKABC1X1',
        message: 'Rejected by HKABC2X2: Wrong address',
      });
    });

    it('are silent where the maker was there: own cancellation, and what was confirmed on the maker’s screen', async () => {
      const { code } = await w.code(w.checker);
      await w.cancel(w.maker, (await w.submit(w.maker, w.user)).id);
      await w.authorise(w.maker, (await w.submit(w.maker, w.user)).id, 'HKABC2X1', code);
      expect(await told('approvals.request-ended')).toEqual([]);
    });
  });

  describe('checkers are told of what waits', () => {
    it('once, ten minutes after submission, all of a participant together', async () => {
      const first = await w.submit(w.maker, w.user);
      const second = await w.submit(w.maker, w.user2);
      const foreign = await w.submit(w.foreignMaker, w.foreignChecker);
      const decided = await w.submit(w.maker, w.checker2);
      await w.cancel(w.maker, decided.id);
      w.clock.advance(10 * MINUTE - 1);
      await w.approvals.runDueWork();
      expect(await told('approvals.requests-waiting')).toEqual([]);
      w.clock.advance(1);
      await Promise.all([w.approvals.runDueWork(), w.approvals.runDueWork()]);
      await w.approvals.runDueWork();
      const waiting = await told('approvals.requests-waiting');
      expect(waiting).toHaveLength(2);
      expect(waiting).toContainEqual({ participant: 'XYZ', requestIds: [foreign.id], count: 1 });
      const own = waiting.find(({ participant }) => participant === 'ABC');
      expect(own?.['count']).toBe(2);
      expect(new Set(own?.['requestIds'] as string[])).toEqual(new Set([first.id, second.id]));
    });
  });

  describe('after a phase began', () => {
    const phaseChanged = (id: string): DomainEvent => ({
      id,
      type: 'identity.phase-changed',
      at: w.clock.now().toISOString(),
      body: {},
    });
    const publish = async (id = '0190b000-0000-7000-8000-000000000001') => {
      await w.bus.start();
      await w.bus.publish(phaseChanged(id));
    };

    it('what the phase forbids is cancelled with its reason, what it allows is kept', async () => {
      const forbidden = await w.submit(w.maker, w.user);
      await publish();
      await w.approvals.runDueWork();
      expect(await w.state(forbidden.id)).toBe('SUBMITTED');
      w.world.phaseForbids = true;
      await publish('0190b000-0000-7000-8000-000000000002');
      await w.approvals.runDueWork();
      expect(await w.state(forbidden.id)).toBe('PHASE_CANCELLED');
      expect(await told('approvals.request-ended')).toMatchObject([
        { requestId: forbidden.id, state: 'PHASE_CANCELLED', code: 'PHASE_FORBIDS', makerUserId: 'HKABC1X1' },
      ]);
      expect((await w.submit(w.maker2, w.user)).state).toBe('SUBMITTED');
    });

    it('a review goes on from where it was left, and its event heard twice begins it once', async () => {
      const targets = [w.user, w.user2, w.checker, w.checker2, w.maker2];
      const ids: string[] = [];
      for (const target of targets) ids.push((await w.submit(w.maker, target)).id);
      w.world.phaseForbids = true;
      w.world.identityDown = true;
      await publish();
      await expect(w.approvals.runDueWork()).rejects.toThrow();
      w.world.identityDown = false;
      // As a killed process left it: two of five looked at.
      await w.change('UPDATE phase_review SET reviewed_up_to = ?', [[...ids].sort()[1] ?? '']);
      await publish();
      await w.approvals.runDueWork();
      const states = await w.rows<{ state: string }>('SELECT state FROM change_request ORDER BY id');
      expect(states.map(({ state }) => state)).toEqual([
        ...Array.from({ length: 2 }, () => 'SUBMITTED'),
        ...Array.from({ length: 3 }, () => 'PHASE_CANCELLED'),
      ]);
      expect(await w.rows('SELECT is_finished FROM phase_review')).toEqual([{ is_finished: 1 }]);
      await publish();
      await w.approvals.runDueWork();
      expect(await told('approvals.request-ended')).toHaveLength(3);
    });
  });
}
