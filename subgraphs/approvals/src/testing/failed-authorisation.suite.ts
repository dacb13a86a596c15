import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { World } from './world.suite.ts';

const WRONG = '00000-00000';
/** Failures in a row, the turn of the month, and getting a code (AC1, M7, W3). */
export function failedAuthorisationSuite(open: () => Promise<World>): void {
  let w: World;
  beforeEach(async () => {
    w = await open();
  });
  afterEach(() => w.close());

  const failures = async (): Promise<number> =>
    Number((await w.rows<{ n: number }>('SELECT consecutive_failures AS n FROM authorisation_code'))[0]?.n);

  describe('failures in a row (W2, AC1)', () => {
    it('revoke the code and cancel the request at the third, with a notice to the checker', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      await w.authorise(w.maker, request.id, 'HKABC2X1', WRONG);
      await w.authorise(w.maker, request.id, 'HKABC2X1', WRONG);
      expect(await w.state(request.id)).toBe('SUBMITTED');
      const third = await w.authorise(w.maker, request.id, 'HKABC2X1', WRONG);
      expect(third).toMatchObject({ code: 'AUTHORISATION_FAILED', message: expect.stringContaining('cancelled') });
      expect(await w.state(request.id)).toBe('CANCELLED');
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('ALREADY_DECIDED');
      const next = await w.submit(w.maker, w.user);
      expect((await w.authorise(w.maker, next.id, 'HKABC2X1', code)).code).toBe('AUTHORISATION_FAILED');
      const notices = await w.rows<{ body: string }>(`SELECT body FROM outbox WHERE type = 'approvals.code-revoked'`);
      expect(notices.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
        { checkerUuid: w.checker.uuid, checkerUserId: 'HKABC2X1' },
      ]);
    });

    it('leave the code revoked until its checker renews it in their own session', async () => {
      await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      for (let n = 0; n < 3; n += 1) await w.authorise(w.maker, request.id, 'HKABC2X1', WRONG);
      expect(await w.code(w.checker)).toMatchObject({
        __typename: 'AuthorisationCodeRefused',
        code: 'AUTHORISATION_CODE_REVOKED',
      });
      const renewed = await w.code(w.checker, 'renewAuthorisationCode');
      expect(renewed).toMatchObject({ __typename: 'AuthorisationCode', version: 2 });
      const next = await w.submit(w.maker, w.user);
      expect((await w.authorise(w.maker, next.id, 'HKABC2X1', renewed.code)).state).toBe('EXECUTED');
    });

    it('are forgotten by a match, whatever else speaks against the decision', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      for (let round = 0; round < 4; round += 1) {
        await w.authorise(w.maker, request.id, 'HKABC2X1', WRONG);
        w.world.open = false;
        expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('OUTSIDE_FUNCTION_HOURS');
        w.world.open = true;
        expect(await failures()).toBe(0);
        w.clock.advance(1_000);
      }
      await w.authorise(w.maker, request.id, 'HKABC2X1', code);
      expect(await w.state(request.id)).toBe('EXECUTED');
    });

    it('a checker who was locked in between loses the code at the first attempt that meets the lock (W3)', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      w.checker.locked = true;
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('AUTHORISATION_FAILED');
      w.checker.locked = false;
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('AUTHORISATION_FAILED');
      expect((await w.code(w.checker)).code).toBe('AUTHORISATION_CODE_REVOKED');
    });

    it('of one maker’s session cancel the request though no checker was ever named', async () => {
      const request = await w.submit(w.maker, w.user);
      for (const id of ['HKABC9Z7', 'HKABC9Z8', 'HKABC9Z9']) await w.authorise(w.maker, request.id, id, WRONG);
      expect(await w.state(request.id)).toBe('CANCELLED');
    });

    it('of other participants’ makers never touch a checker’s code', async () => {
      const { code } = await w.code(w.checker);
      for (let n = 0; n < 4; n += 1) {
        const request = await w.submit(w.foreignMaker, w.foreignChecker);
        if (request.__typename === 'ChangeRefused') throw new Error(request.code);
        await w.authorise(w.foreignMaker, request.id, 'HKABC2X1', WRONG);
        await w.cancel(w.foreignMaker, request.id);
      }
      const own = await w.submit(w.maker, w.user);
      expect((await w.authorise(w.maker, own.id, 'HKABC2X1', code)).state).toBe('EXECUTED');
    });

    it('are never more than three comparisons, however many arrive at once', async () => {
      const { code } = await w.code(w.checker);
      const sessions = Array.from({ length: 40 }, (_, n) => w.session(w.maker, { sessionId: `parallel-${n}` }));
      const request = await w.submit(w.maker, w.user);
      const answers = await Promise.all(
        sessions.map((session, n) => w.authorise(session, request.id, 'HKABC2X1', n === 39 ? code : WRONG)),
      );
      expect(answers.filter(({ code: why }) => why === 'AUTHORISATION_FAILED')).toHaveLength(3);
      expect(answers.filter(({ code: why }) => why === 'ALREADY_DECIDED')).toHaveLength(37);
      expect(await w.state(request.id)).toBe('CANCELLED');
      expect(w.world.effects).toEqual([]);
    });
  });

  describe('the turn of the month (M7)', () => {
    it('refuses the old code from 00:00:00.000 HKT with a hint, and does not count it', async () => {
      w.clock.set(new Date('2023-04-30T23:59:59.000+08:00'));
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      w.clock.set(new Date('2023-05-01T00:00:00.000+08:00'));
      for (let n = 0; n < 5; n += 1) {
        const answer = await w.authorise(w.maker, request.id, 'HKABC2X1', code);
        expect(answer).toMatchObject({ code: 'AUTHORISATION_FAILED', message: expect.stringContaining('renewed') });
      }
      expect(await failures()).toBe(0);
      const { code: mays } = await w.code(w.checker);
      expect(mays).not.toBe(code);
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', mays)).state).toBe('EXECUTED');
    });

    it('accepts the code in the last millisecond of its month', async () => {
      w.clock.set(new Date('2023-04-30T23:59:59.999+08:00'));
      const { code, validUntil } = await w.code(w.checker);
      expect(validUntil).toBe('2023-04-30T16:00:00.000Z');
      const request = await w.submit(w.maker, w.user);
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).state).toBe('EXECUTED');
    });

    it('neither counts nor forgives: last month’s code between two wrong ones leaves the count at two', async () => {
      w.clock.set(new Date('2023-04-30T12:00:00+08:00'));
      const { code } = await w.code(w.checker);
      w.clock.set(new Date('2023-05-02T12:00:00+08:00'));
      const request = await w.submit(w.maker, w.user);
      await w.authorise(w.maker, request.id, 'HKABC2X1', WRONG);
      await w.authorise(w.maker, request.id, 'HKABC2X1', code);
      await w.authorise(w.maker, request.id, 'HKABC2X1', WRONG);
      expect(await failures()).toBe(2);
      expect(await w.state(request.id)).toBe('SUBMITTED');
    });
  });

  describe('Get Authorisation Code (W3)', () => {
    it('shows the same code on every call and another after Renew now, which kills the old one', async () => {
      const first = await w.code(w.checker);
      expect(first.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(await w.code(w.checker)).toEqual(first);
      const renewed = await w.code(w.checker, 'renewAuthorisationCode');
      expect(renewed.code).not.toBe(first.code);
      const request = await w.submit(w.maker, w.user);
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', first.code)).code).toBe('AUTHORISATION_FAILED');
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', renewed.code)).state).toBe('EXECUTED');
    });

    it('is for enabled checkers with EE only', async () => {
      for (const person of [w.maker, w.user, w.house]) expect((await w.code(person)).code).toBe('NOT_A_CHECKER');
      w.checker.accessLevels = [];
      expect((await w.code(w.checker)).code).toBe('NOT_A_CHECKER');
      w.checker.accessLevels = ['EE'];
      w.checker.locked = true;
      expect((await w.code(w.checker)).code).toBe('NOT_A_CHECKER');
    });

    it('needs a step-up of the last five minutes', async () => {
      const ask = async () => {
        const text = 'mutation { revealAuthorisationCode { __typename ... on AuthorisationCodeRefused { code } } }';
        return w.run<{ revealAuthorisationCode: { __typename: string; code?: string } }>(w.session(w.checker), text);
      };
      expect((await ask()).revealAuthorisationCode.code).toBe('STEP_UP_REQUIRED');
      w.session(w.checker, { steppedUp: true });
      w.clock.advance(300_000);
      expect((await ask()).revealAuthorisationCode.__typename).toBe('AuthorisationCode');
      w.clock.advance(1);
      expect((await ask()).revealAuthorisationCode.code).toBe('STEP_UP_REQUIRED');
    });

    it('keeps function hours', async () => {
      w.world.open = false;
      w.world.nextOpening = new Date('2023-04-04T07:00:00+08:00');
      expect(await w.code(w.checker)).toMatchObject({
        code: 'OUTSIDE_FUNCTION_HOURS',
        nextOpening: '2023-04-03T23:00:00.000Z',
      });
    });

    it('says that it is closed before it asks for a step-up', async () => {
      w.world.open = false;
      w.world.nextOpening = new Date('2023-04-04T07:00:00+08:00');
      const text = 'mutation { revealAuthorisationCode { ... on AuthorisationCodeRefused { code message } } }';
      const answer = await w.run(w.session(w.checker), text);
      const message = expect.stringContaining('04-Apr-23 07:00 HKT');
      expect(answer).toMatchObject({ revealAuthorisationCode: { code: 'OUTSIDE_FUNCTION_HOURS', message } });
    });

    it('renews once on a double click', async () => {
      await w.code(w.checker);
      const both = await Promise.all([
        w.code(w.checker, 'renewAuthorisationCode'),
        w.code(w.checker, 'renewAuthorisationCode'),
      ]);
      expect(both[0]).toMatchObject({ version: 2 });
      expect(both[1]).toEqual(both[0]);
      expect(await w.code(w.checker)).toEqual(both[0]);
    });
  });
}
