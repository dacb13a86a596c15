import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { World } from './world.suite.ts';

/** The maker’s screen: W2’s checks in their order, and what each answers. */
export function sameScreenSuite(open: () => Promise<World>): void {
  let w: World;
  beforeEach(async () => {
    w = await open();
  });
  afterEach(() => w.close());

  describe('authorising on the maker’s screen (W2)', () => {
    it('applies the change and answers with the success message', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      expect(request).toMatchObject({
        __typename: 'ChangeRequest',
        state: 'SUBMITTED',
        maker: 'HKABC1X1',
        checker: null,
      });
      const answer = await w.authorise(w.maker, request.id, 'hkabc2x1 ', code.toLowerCase());
      expect(answer).toMatchObject({
        state: 'EXECUTED',
        checker: 'HKABC2X1',
        message: 'The above user profile is changed successfully',
      });
      expect(w.user.email).toBe('new-HKABC101@abc.example');
      expect((await w.audits(request.id)).map(({ action, outcome, actor }) => `${action} ${outcome} ${actor}`)).toEqual(
        [
          'change.submitted SUCCESS HKABC1X1',
          'change.authorised SUCCESS HKABC2X1',
          'change.executed SUCCESS service:approvals',
        ],
      );
      expect(await w.rows(`SELECT type, body FROM outbox WHERE type = 'approvals.code-used'`)).toEqual([
        {
          type: 'approvals.code-used',
          body: JSON.stringify({
            checkerUuid: w.checker.uuid,
            checkerUserId: 'HKABC2X1',
            makerUserId: 'HKABC1X1',
            targetUserId: 'HKABC101',
            requestId: request.id,
          }),
        },
      ]);
    });

    it('answers a second Confirm as the first, with nothing written twice', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      const first = await w.authorise(w.maker, request.id, 'HKABC2X1', code);
      const audits = await w.audits(request.id);
      expect(await w.authorise(w.maker, request.id, 'HKABC2X1', code)).toEqual(first);
      expect(await w.audits(request.id)).toEqual(audits);
      expect(w.world.effects).toEqual([request.id]);
      const other = await w.authorise(w.maker, request.id, 'HKABC2X2', code);
      expect(other).toMatchObject({
        code: 'ALREADY_DECIDED',
        message: 'This request was already authorised by HKABC2X1 at 03-Apr-23 10:00 HKT.',
      });
    });

    it('gives one generic answer for every checker who may not, and for a wrong code', async () => {
      const { code } = await w.code(w.checker);
      const foreign = await w.code(w.foreignChecker);
      const cases: readonly [string, () => void, string, string][] = [
        ['unknown', () => undefined, 'HKABC9Z9', code],
        ['of another participant', () => undefined, 'HKXYZ2X1', foreign.code],
        ['disabled or out of date', () => (w.checker.usable = false), 'HKABC2X1', code],
        ['locked', () => (w.checker.locked = true), 'HKABC2X1', code],
        ['without the role', () => (w.checker.roles = ['DA_MAKER']), 'HKABC2X1', code],
        ['without EE', () => (w.checker.accessLevels = []), 'HKABC2X1', code],
        ['with no code yet', () => undefined, 'HKABC2X2', code],
        ['with a wrong code', () => undefined, 'HKABC2X1', '00000-00000'],
        ['with no code at all', () => undefined, 'HKABC2X1', ''],
      ];
      const answers = new Set<string>();
      for (const [, spoil, checkerId, typed] of cases) {
        const request = await w.submit(w.maker, w.user);
        const { checker } = w;
        const saved = structuredClone(checker);
        spoil();
        answers.add(
          JSON.stringify(
            await w.authorise(
              w.session(w.maker, { sessionId: `s-${answers.size}-${request.id}` }),
              request.id,
              checkerId,
              typed,
            ),
          ),
        );
        Object.assign(checker, saved);
        expect(await w.state(request.id)).toBe('SUBMITTED');
        await w.cancel(w.maker, request.id);
        await w.code(w.checker, 'renewAuthorisationCode');
      }
      expect(answers.size).toBe(1);
      expect([...answers][0]).toContain('AUTHORISATION_FAILED');
    });

    it('refuses maker = checker, checker = target and one person with two IDs, for all pairs (M4)', async () => {
      const codes = new Map<string, string>();
      for (const person of [w.checker, w.checker2, w.both]) codes.set(person.userId, (await w.code(person)).code);
      w.checker2.email = ` ${w.maker.email?.toUpperCase()} `;
      w.both.srn = 'SRN-1';
      w.maker2.srn = 'srn-1';
      const request = await w.submit(w.both, w.checker);
      const byTarget = await w.authorise(w.both, request.id, w.checker.userId, codes.get(w.checker.userId) ?? '');
      expect(byTarget.code).toBe('CHECKER_IS_TARGET');
      expect((await w.approve(w.checker, request.id, request.digest)).code).toBe('CHECKER_IS_TARGET');
      expect((await w.authorise(w.both, request.id, 'hkabc3x1', codes.get('HKABC3X1') ?? '')).code).toBe(
        'MAKER_IS_CHECKER',
      );
      expect((await w.approve(w.both, request.id, request.digest)).code).toBe('MAKER_IS_CHECKER');
      expect((await w.reject(w.both, request.id)).code).toBe('MAKER_IS_CHECKER');
      const byCard = await w.submit(w.maker2, w.user);
      expect((await w.authorise(w.maker2, byCard.id, 'HKABC3X1', codes.get('HKABC3X1') ?? '')).code).toBe(
        'SAME_PERSON',
      );
      expect((await w.approve(w.both, byCard.id, byCard.digest)).code).toBe('SAME_PERSON');
      const byMail = await w.submit(w.maker, w.user2);
      expect((await w.authorise(w.maker, byMail.id, 'HKABC2X2', codes.get('HKABC2X2') ?? '')).code).toBe('SAME_PERSON');
      expect((await w.approve(w.checker2, byMail.id, byMail.digest)).code).toBe('SAME_PERSON');
      for (const { id } of [request, byCard, byMail]) expect(await w.state(id)).toBe('SUBMITTED');
      expect(w.world.effects).toEqual([]);
    });

    it('holds the screen to what it showed, when it sends the digest', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code, 'other')).code).toBe('DIGEST_MISMATCH');
      expect(await w.state(request.id)).toBe('SUBMITTED');
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code, request.digest)).state).toBe('EXECUTED');
    });

    it('lets only the maker of the request present a code, in a session that is still live', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      expect((await w.authorise(w.maker2, request.id, 'HKABC2X1', code)).code).toBe('NOT_YOUR_REQUEST');
      expect((await w.authorise(w.foreignMaker, request.id, 'HKXYZ2X1', code)).code).toBe('REQUEST_NOT_FOUND');
      expect((await w.authorise(w.maker, 'no such request', 'HKABC2X1', code)).code).toBe('REQUEST_NOT_FOUND');
      const session = w.session(w.maker);
      w.world.sessions.set(session.sessionId, { live: false, profileUuid: w.maker.uuid, steppedUpAt: null });
      expect((await w.authorise(session, request.id, 'HKABC2X1', code)).code).toBe('MAKER_SESSION_ENDED');
      expect(await w.state(request.id)).toBe('SUBMITTED');
    });

    it('waits for the next opening outside function hours, and says when that is', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      w.world.open = false;
      w.world.nextOpening = new Date('2023-04-04T07:00:00+08:00');
      const late = await w.authorise(w.maker, request.id, 'HKABC2X1', code);
      expect(late).toMatchObject({ code: 'OUTSIDE_FUNCTION_HOURS', nextOpening: '2023-04-03T23:00:00.000Z' });
      expect(await w.state(request.id)).toBe('SUBMITTED');
      w.world.open = true;
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).state).toBe('EXECUTED');
    });

    it('ends the request when the target changed, or the phase forbids the change (M6)', async () => {
      const { code } = await w.code(w.checker);
      const stale = await w.submit(w.maker, w.user);
      w.user.version += 1;
      expect((await w.authorise(w.maker, stale.id, 'HKABC2X1', code)).code).toBe('PROFILE_STALE');
      expect(await w.state(stale.id)).toBe('STALE');
      expect((await w.authorise(w.maker, stale.id, 'HKABC2X1', code)).code).toBe('PROFILE_STALE');
      const forbidden = await w.submit(w.maker, w.user);
      w.world.phaseForbids = true;
      expect((await w.authorise(w.maker, forbidden.id, 'HKABC2X1', code)).code).toBe('PHASE_FORBIDS');
      expect(await w.state(forbidden.id)).toBe('PHASE_CANCELLED');
      expect(w.world.effects).toEqual([]);
    });

    it('tells the checker of each use of a code that the maker has seen (M8)', async () => {
      const { code } = await w.code(w.checker);
      for (const target of [w.user, w.user2]) {
        const request = await w.submit(w.maker, target);
        expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).state).toBe('EXECUTED');
      }
      const events = await w.rows<{ body: string }>(`SELECT body FROM outbox WHERE type = 'approvals.code-used'`);
      expect(events.map(({ body }) => (JSON.parse(body) as { targetUserId: string }).targetUserId)).toEqual([
        'HKABC101',
        'HKABC102',
      ]);
    });

    it('keeps no code in any table (O19)', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      await w.authorise(w.maker, request.id, 'HKABC2X1', 'ZZZZZ-ZZZZZ');
      await w.authorise(w.maker, request.id, 'HKABC2X1', code);
      for (const table of ['change_request', 'authorisation_code', 'maker_session', 'audit_entry', 'outbox']) {
        const text = JSON.stringify(await w.rows(`SELECT * FROM ${table}`));
        for (const secret of [code, code.replace('-', ''), 'ZZZZZ']) expect(text).not.toContain(secret);
      }
    });

    it('decides nothing while a neighbour is out of reach', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      for (const down of ['identityDown', 'authenticationDown'] as const) {
        w.world[down] = true;
        await expect(w.authorise(w.maker, request.id, 'HKABC2X1', code)).rejects.toMatchObject({
          code: 'DEPENDENCY_UNAVAILABLE',
        });
        await expect(w.approve(w.checker, request.id, request.digest)).rejects.toMatchObject({
          code: 'DEPENDENCY_UNAVAILABLE',
        });
        w.world[down] = false;
      }
      expect(await w.state(request.id)).toBe('SUBMITTED');
    });
  });
}
