import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidOf } from '../support/account.ts';
import { closeConnections, type ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, type Change, readChange, submitChange } from '../support/changes.ts';
import { eventually } from '../support/eventually.ts';
import { logIn, type Person, arrive } from '../support/person.ts';
import { enquire, viewerId } from '../support/profiles.ts';
import type { RoleName } from '../support/layout.ts';
import { type Stack, startStack } from '../support/stacks.ts';

const FLOWS = 200;

/** What a client was told, and what it could not know. */
interface Told {
  readonly request: Change;
  readonly who: Person;
  readonly email: string;
  /** The answer to Confirm; null when the connection broke or an error came. */
  answer: Change | null;
}

describe.each(['identity', 'approvals', 'authentication', 'gateway'] as const)(
  'kill -9 of %s during mixed flows',
  (role: RoleName) => {
    let stack: Stack;
    let cast: Cast;
    beforeAll(async () => {
      stack = await startStack({ shape: 'four-process' });
      cast = await openCast(stack);
    }, 120_000);
    afterAll(async () => {
      await closeConnections();
      await stack.stop();
    }, 60_000);

    it(`M9: no acknowledged change is lost and none is applied twice (${FLOWS / 4} flows)`, async () => {
      const code = await authorisationCodeOf(stack, cast.checker);
      const maker = await present(stack, cast.maker, 'DMS');
      const loginUser = cast.user();
      await arrive(stack, loginUser, 'CCMS');
      const people = Array.from({ length: 30 }, () => cast.user());
      const told: Told[] = [];
      let logins = 0;
      for (const [index, who] of people.entries()) {
        const version = (await enquire(maker, who.userId))?.version ?? -1;
        const email = `after.${index}@firm.example`;
        const request = await submitChange(maker, { userId: who.userId, version, set: { email } });
        expect(request.__typename).toBe('ChangeRequest');
        told.push({ request, who, email, answer: null });
      }
      const confirm = async (one: Told, session: ApiClient) => {
        const given = { requestId: one.request.id, checkerId: cast.checker.userId, authorisationCode: code };
        one.answer = await authorise(session, given).catch(() => null);
      };
      const work = Promise.all([
        inBatches(told, 3, (one) => confirm(one, maker)),
        inBatches([...Array(20).keys()], 1, async () => {
          const done = await logIn(stack, loginUser, 'CCMS').catch(() => null);
          if (done?.__typename === 'SignedIn') logins += 1;
        }),
      ]);
      await eventually(() => told.filter((one) => one.answer !== null).length >= 6, 'the first decisions', {
        withinMs: 20_000,
        everyMs: 2,
      });
      await stack.kill(role);
      await work;
      await stack.restart(role);

      const after = await present(stack, cast.maker, 'DMS');
      // A client that does not know repeats its Confirm: the same request ID, so the same decision.
      for (const one of told) if (one.answer === null) await confirm(one, after);
      const identity = await stack.tables('identity');
      for (const one of told) {
        const settled = await eventually(
          async () => {
            const now = await readChange(after, one.request.id);
            return now !== null && now.state !== 'AUTHORISED' && now;
          },
          `the end of request ${one.request.id}`,
          { withinMs: 30_000 },
        );
        const profile = await enquire(after, one.who.userId);
        const effects = await identity.rows(
          `SELECT seq FROM audit_entry WHERE request_id = ? AND action = 'change.apply' AND outcome = 'SUCCESS'`,
          [one.request.id],
        );
        const executed = settled.state === 'EXECUTED';
        expect([one.request.id, effects.length]).toEqual([one.request.id, executed ? 1 : 0]);
        expect([one.request.id, profile?.email]).toEqual([one.request.id, executed ? one.email : one.who.email]);
        expect([one.request.id, profile?.version]).toEqual([one.request.id, one.request.version + (executed ? 1 : 0)]);
        if (one.answer?.__typename === 'ChangeRequest' && ['EXECUTED', 'AUTHORISED'].includes(one.answer.state)) {
          expect([one.request.id, settled.state]).toEqual([one.request.id, 'EXECUTED']);
        }
      }
      expect(told.filter((one) => one.answer?.state === 'EXECUTED').length).toBeGreaterThan(5);

      const authentication = await stack.tables('authentication');
      const opened = await authentication.rows<{ flow_id: string }>(
        'SELECT flow_id FROM session WHERE profile_uuid = ?',
        [await uuidOf(stack, loginUser)],
      );
      expect(new Set(opened.map((row) => row.flow_id)).size).toBe(opened.length);
      expect(opened.length).toBeGreaterThanOrEqual(logins);
      const again = await arrive(stack, loginUser, 'CCMS');
      expect(await viewerId(again)).toBe(loginUser.userId);
    }, 180_000);
  },
);

async function inBatches<T>(items: readonly T[], abreast: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  await Promise.all(
    Array.from({ length: abreast }, async () => {
      for (let item = rest.shift(); item !== undefined || rest.length > 0; item = rest.shift())
        if (item !== undefined) await work(item);
    }),
  );
}
