import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { uuidOf } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, type Change, submitChange } from '../support/changes.ts';
import { eventually } from '../support/eventually.ts';
import { useStack } from '../support/every-shape.ts';
import type { RoleName } from '../support/layout.ts';
import { arrive, logIn, type Person } from '../support/person.ts';
import { enquire, viewerId } from '../support/profiles.ts';

const CHANGES = 100;
const LOGINS = 100;
const PEOPLE_LOGGING_IN = 10;
/** Each is killed so many times, at another moment of the work. */
const ROUNDS = 3;
const victims: readonly RoleName[] = ['approvals', 'identity', 'authentication', 'gateway'];

/** One email registration as its client saw it. */
interface Registration {
  readonly who: Person;
  readonly email: string;
  readonly version: number;
  /** What Confirm answered; null when it was not reached or its answer never came. */
  answer: Change | null;
}

/** One login as its client saw it; `token` is null when no answer came. */
interface Login {
  readonly who: Person;
  readonly token: string | null;
}

describe('kill -9 of any one process', () => {
  const stack = useStack({ shape: 'four-process' });
  let cast: Cast;
  let code: string;
  let maker: ApiClient;
  const regulars: Person[] = [];
  beforeAll(async () => {
    cast = await openCast(stack());
    code = await authorisationCodeOf(stack(), cast.checker);
    for (let index = 0; index < PEOPLE_LOGGING_IN; index += 1) {
      const who = cast.user();
      await arrive(stack(), who, 'CCMS');
      regulars.push(who);
    }
    maker = await present(stack(), cast.maker, 'DMS');
  }, 90_000);

  it(`M9: during ${CHANGES + LOGINS} mixed flows, ${ROUNDS} times each: no acknowledged change is lost, none is applied twice`, async () => {
    const registrations: Registration[] = [];
    const logins: Login[] = [];
    let done = 0;
    let interrupted = 0;
    let whole: Promise<void> = Promise.resolve();

    const register = async () => {
      const who = cast.user();
      const { version } = (await enquire(maker, who.userId)) ?? { version: -1 };
      const email = `registered.${who.userId.toLowerCase()}@firm.example`;
      const registration: Registration = { who, email, version, answer: null };
      registrations.push(registration);
      const request = await submitChange(maker, { userId: who.userId, version, set: { email } });
      registration.answer = await authorise(maker, {
        requestId: request.id,
        checkerId: cast.checker.userId,
        authorisationCode: code,
      });
    };
    const enter = async (index: number) => {
      const who = regulars[index % regulars.length] ?? cast.user();
      const opened = await logIn(stack(), who, 'CCMS').catch(() => null);
      logins.push({ who, token: opened?.sessionToken ?? null });
      if (opened?.__typename !== 'SignedIn') throw new Error('No answer, or a refusal.');
    };
    const worker = async (work: (index: number) => Promise<void>, indices: number[]) => {
      for (let index = indices.shift(); index !== undefined; index = indices.shift()) {
        await whole;
        await work(index).catch(() => {
          interrupted += 1;
        });
        done += 1;
      }
    };
    const changes = [...Array(CHANGES).keys()];
    const entries = [...Array(LOGINS).keys()];
    const work = Promise.all([
      ...[1, 2, 3].map(() => worker(register, changes)),
      ...[1].map(() => worker(enter, entries)),
    ]);

    const kills = victims.length * ROUNDS;
    for (let kill = 0; kill < kills; kill += 1) {
      const due = ((kill + 0.5) * (CHANGES + LOGINS)) / kills;
      await eventually(() => done >= due, `flow ${due} to end`, { withinMs: 60_000, everyMs: 1 });
      // Another point of the flows that are under way each time.
      await pause(kill * 3);
      const role = victims[kill % victims.length] ?? 'gateway';
      await stack().kill(role);
      whole = stack().restart(role);
      await whole;
    }
    await work;
    expect(interrupted).toBeGreaterThanOrEqual(victims.length);
    expect(interrupted).toBeLessThan((CHANGES + LOGINS) / 2);

    const approvals = await stack().tables('approvals');
    await eventually(
      async () => (await approvals.rows(`SELECT id FROM change_request WHERE state = 'AUTHORISED'`)).length === 0,
      'every decided change to be applied',
      { withinMs: 45_000, everyMs: 200 },
    );
    maker = await present(stack(), cast.maker, 'DMS');
    const identity = await stack().tables('identity');
    for (const { who, email, version, answer } of registrations) {
      const effects = await identity.rows(
        `SELECT seq FROM audit_entry WHERE target = ? AND action = 'change.apply' AND outcome = 'SUCCESS'`,
        [who.userId],
      );
      const profile = await enquire(maker, who.userId);
      const requests = await approvals.rows<{ state: string }>(
        'SELECT state FROM change_request WHERE target_user_id = ?',
        [who.userId],
      );
      const executed = requests.filter((request) => request.state === 'EXECUTED').length;
      const told = [who.userId, answer?.state ?? answer?.code ?? 'nothing'];
      expect([...told, effects.length]).toEqual([...told, executed]);
      expect([...told, profile?.email]).toEqual([...told, executed === 1 ? email : who.email]);
      expect([...told, profile?.version]).toEqual([...told, version + executed]);
      if (answer?.state === 'EXECUTED' || answer?.state === 'AUTHORISED')
        expect([...told, executed]).toEqual([...told, 1]);
    }
    expect(registrations.filter(({ answer }) => answer?.state === 'EXECUTED').length).toBeGreaterThan(CHANGES / 2);

    const authentication = await stack().tables('authentication');
    for (const who of regulars) {
      const own = logins.filter((login) => login.who === who);
      const opened = await authentication.rows<{ ended_at: number | null }>(
        'SELECT ended_at FROM session WHERE profile_uuid = ?',
        [await uuidOf(stack(), who)],
      );
      const acknowledged = own.filter((login) => login.token !== null);
      // The arrival at the beginning opened one more; an unanswered login may have.
      expect(opened.length).toBeGreaterThanOrEqual(acknowledged.length + 1);
      expect(opened.length).toBeLessThanOrEqual(own.length + 1);
      expect(opened.filter((session) => session.ended_at === null)).toHaveLength(1);
      const last = own.at(-1);
      if (last !== undefined && last.token !== null) {
        expect(await viewerId(stack().client().bearing(last.token))).toBe(who.userId);
      }
    }
  }, 240_000);
});
