import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Cast, openCast } from '../support/cast.ts';
import type { ApiClient } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { useStack } from '../support/every-shape.ts';
import { BEGIN_LOGIN, sendStep, stepOf } from '../support/flow-steps.ts';
import { arrive, enterPassword, logIn, type Person } from '../support/person.ts';
import { viewerId } from '../support/profiles.ts';

describe.each(['one-process', 'four-process'] as const)('servers that are out of reach (%s)', (shape) => {
  const stack = useStack({ shape, settings: { COUNTERSIGN_REDIS_PATIENCE_MS: '300' } });
  let cast: Cast;
  let who: Person;
  let client: ApiClient;
  let session: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    client = stack().client();
    who = cast.user();
    session = await arrive(stack(), who, 'CCMS');
  }, 60_000);

  const timed = async <T>(work: () => Promise<T>): Promise<{ readonly took: number; readonly result: T }> => {
    const started = performance.now();
    const result = await work();
    return { took: performance.now() - started, result };
  };
  const beginLogin = () =>
    client.send(BEGIN_LOGIN, {
      input: { userId: who.userId, application: 'CCMS', method: 'TWO_FACTOR', delivery: 'BEARER' },
    });
  const recovers = async (withinMs: number) => {
    const { took } = await timed(() =>
      eventually(
        async () => (await logIn(stack(), who, 'CCMS').catch(() => undefined))?.__typename === 'SignedIn',
        'a login to succeed again',
        { withinMs, everyMs: 100 },
      ),
    );
    expect(took).toBeLessThan(withinMs);
  };

  describe.each(['cut', 'stall'] as const)('Redis (%s)', (how) => {
    it('no login begins: refused within two seconds; sessions that exist go on; logins come back by themselves', async () => {
      session = await arrive(stack(), who, 'CCMS');
      await stack().wires?.redis[how]();
      const refused = await timed(beginLogin);
      expect(refused.result.code ?? stepOf(refused.result, 'beginLogin').__typename).toMatch(
        /^(DEPENDENCY_UNAVAILABLE|FlowRefused)$/,
      );
      expect(refused.took).toBeLessThan(2_000);
      for (let round = 0; round < 3; round += 1) {
        const seen = await timed(() => viewerId(session));
        expect(seen.result).toBe(who.userId);
        expect(seen.took).toBeLessThan(2_000);
      }
      const reset = await timed(() => sendStep(client, 'beginPasswordReset', { userId: who.userId }));
      expect(reset.result.text).not.toContain('ProofsOffered');
      expect(reset.took).toBeLessThan(2_000);
      await stack().wires?.redis.mend();
      await recovers(10_000);
    });
  });

  describe.each(['cut', 'stall'] as const)('the database (%s)', (how) => {
    it('nobody is let in: refused within two seconds, sessions included; everything comes back within ten', async () => {
      session = await arrive(stack(), who, 'CCMS');
      await stack().wires?.database[how]();
      const refused = await timed(beginLogin);
      expect(refused.result.text).not.toContain('ProofsOffered');
      expect(refused.result.code).toBe('DEPENDENCY_UNAVAILABLE');
      expect(refused.took).toBeLessThan(2_000);
      const seen = await timed(() => session.send('{ viewer { userId } }'));
      expect(seen.result.data['viewer'] ?? null).toBeNull();
      expect(seen.took).toBeLessThan(2_000);
      expect(seen.result.text).not.toMatch(/ECONNREFUSED|mysql|SELECT|127\.0\.0\.1/i);
      await stack().wires?.database.mend();
      await recovers(10_000);
      session = await arrive(stack(), who, 'CCMS');
      expect(await viewerId(session)).toBe(who.userId);
    });
  });

  describe.each(['refuse', 'hang'] as const)('the mail server (%s)', (how) => {
    it('the same answer in the same time, for somebody and for nobody; the app is not affected', async () => {
      const ask = async (userId: string) => {
        const { took, result } = await timed(() => sendStep(client, 'beginPasswordReset', { userId }));
        expect(stepOf(result, 'beginPasswordReset').__typename).toBe('ProofsOffered');
        return took;
      };
      await ask(cast.user().userId);
      const usual = Math.max(await ask(cast.user().userId), await ask('HKABC4QQ'));
      stack().mail.behave(how);
      for (const userId of [cast.user().userId, 'HKABC4QQ', cast.user().userId])
        expect(await ask(userId)).toBeLessThan(usual + 300);
      expect((await enterPassword(client, who, 'CCMS')).__typename).toBe('ProofsOffered');
      expect((await logIn(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
      stack().mail.behave('well');
    });
  });
});
