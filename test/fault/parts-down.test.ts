import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, changeDocuments, readChange, submitChange } from '../support/changes.ts';
import { eventually } from '../support/eventually.ts';
import { useStack } from '../support/every-shape.ts';
import { BEGIN_LOGIN, sendStep, stepOf } from '../support/flow-steps.ts';
import type { PartName } from '../support/tables.ts';
import { arrive, logIn, type Person } from '../support/person.ts';
import { enquire, viewerId } from '../support/profiles.ts';

/** A part out of reach is refused within 2 s, whether it is gone or hangs; the rest is for a busy machine. */
const AT_MOST_MS = 2_500;

describe('one part that is down or hangs', () => {
  const stack = useStack({ shape: 'four-process' });
  let cast: Cast;
  let who: Person;
  let client: ApiClient;
  let session: ApiClient;
  let maker: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    client = stack().client();
    who = cast.user();
    await arrive(stack(), who, 'CCMS');
    await authorisationCodeOf(stack(), cast.checker);
  }, 60_000);
  beforeEach(async () => {
    session = await arrive(stack(), who, 'CCMS');
    maker = await present(stack(), cast.maker, 'DMS');
  }, 30_000);

  const ways = {
    killed: { down: (part: PartName) => stack().kill(part), up: (part: PartName) => stack().restart(part) },
    frozen: {
      down: async (part: PartName) => stack().freeze(part),
      up: async (part: PartName) => stack().thaw(part),
    },
  } as const;
  const within = async (send: () => Promise<Answer>): Promise<Answer> => {
    const started = performance.now();
    const answer = await send();
    expect(performance.now() - started).toBeLessThan(AT_MOST_MS);
    return answer;
  };
  const expectUnavailable = (answer: Answer) => {
    expect(answer.code).toMatch(/^(DEPENDENCY_UNAVAILABLE|QUERY_TIMEOUT)$/);
    expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|fetch failed|identity|approvals/i);
  };
  const beginLogin = () => client.send(BEGIN_LOGIN, { input: { userId: who.userId, application: 'CCMS' } });
  const recovered = () =>
    eventually(
      async () => (await logIn(stack(), who, 'CCMS').catch(() => undefined))?.__typename === 'SignedIn',
      'a login to succeed again',
      { withinMs: 15_000, everyMs: 200 },
    );

  describe.each(['killed', 'frozen'] as const)('%s', (how) => {
    it('Approvals: logins and sessions go on, changes are out of reach', async () => {
      await ways[how].down('approvals');
      expect((await logIn(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
      expect(await viewerId(maker)).toBe(cast.maker.userId);
      expect((await enquire(maker, who.userId))?.userId).toBe(who.userId);
      const input = { userId: cast.user().userId, version: 1, set: { email: 'x@firm.example' } };
      const refused = await Promise.all([
        within(() => maker.send('{ changeRequests(first: 1) { edges { cursor } } }')),
        within(() => maker.send(changeDocuments.submitProfileChange, { input })),
      ]);
      for (const answer of refused) expectUnavailable(answer);
      await ways[how].up('approvals');
      await eventually(
        async () => (await maker.send('{ changeRequests(first: 1) { edges { cursor } } }')).errors.length === 0,
        'Approvals to answer again',
      );
    }, 60_000);

    it('Identity: nobody logs in, no session is trusted, and all of it comes back', async () => {
      await ways[how].down('identity');
      const refused = await Promise.all([
        within(beginLogin),
        within(() => sendStep(client, 'beginPasswordReset', { userId: who.userId })),
        within(() => session.send('{ viewer { userId } }')),
      ]);
      for (const answer of refused) expectUnavailable(answer);
      expect(refused[2].data['viewer'] ?? null).toBeNull();
      await ways[how].up('identity');
      await recovered();
      expect(await viewerId(maker)).toBe(cast.maker.userId);
    }, 90_000);

    it('Authentication: nobody logs in, no session is trusted, and all of it comes back', async () => {
      await ways[how].down('authentication');
      const refused = await Promise.all([
        within(beginLogin),
        within(() => maker.send('{ viewer { userId } userProfiles(first: 1) { nodes { userId } } }')),
      ]);
      for (const answer of refused) expectUnavailable(answer);
      expect(refused[1].text).not.toContain('HKABC');
      await ways[how].up('authentication');
      await recovered();
      expect(await viewerId(maker)).toBe(cast.maker.userId);
    }, 90_000);

    it('a change under way when Identity goes is applied once or not at all, and says so afterwards', async () => {
      const code = await authorisationCodeOf(stack(), cast.checker);
      for (const afterMs of how === 'killed' ? [0, 5, 10, 20] : [5, 15]) {
        maker = await present(stack(), cast.maker, 'DMS');
        const target = cast.user();
        const version = (await enquire(maker, target.userId))?.version ?? -1;
        const email = `under.way.${afterMs}@firm.example`;
        const request = await submitChange(maker, { userId: target.userId, version, set: { email } });
        const given = { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code };
        const confirmed = authorise(maker, given).catch(() => null);
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        await ways[how].down('identity');
        const told = await confirmed;
        await ways[how].up('identity');
        await recovered();
        maker = await present(stack(), cast.maker, 'DMS');
        const settled = await eventually(
          async () => {
            const now = await readChange(maker, request.id);
            return now !== null && now.state !== 'AUTHORISED' && now;
          },
          'the change to be settled',
          { withinMs: 30_000, everyMs: 100 },
        );
        if (told?.state === 'EXECUTED' || told?.state === 'AUTHORISED') expect(settled.state).toBe('EXECUTED');
        const repeated = settled.state === 'SUBMITTED' ? await authorise(maker, given) : settled;
        expect(repeated.state).toBe('EXECUTED');
        expect(await enquire(maker, target.userId)).toMatchObject({ email, version: version + 1 });
      }
    }, 180_000);
  });

  it('a message of the door says nothing of what is behind it', async () => {
    await stack().kill('identity');
    const answer = await beginLogin();
    expect(answer.errors[0]?.message).toMatch(/try again/i);
    expect(() => stepOf(answer, 'beginLogin')).toThrow();
    await stack().restart('identity');
  }, 60_000);
});
