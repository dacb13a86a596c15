import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { request } from 'undici';
import { uuidOf } from '../support/account.ts';
import { closeConnections } from '../support/api-client.ts';
import { openCast } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { type OneProof, ORIGIN, type Proofs, proofsOf } from '../support/one-proof.ts';
import type { Person } from '../support/person.ts';
import { photograph } from '../support/photograph.ts';
import { type RedisPair, startRedisPair } from '../support/redis-pair.ts';
import { tally } from '../support/same-instant.ts';
import { type Stack, startStack } from '../support/stacks.ts';
import { type Hit, load } from '../support/volley.ts';

const CALLERS = 1_000;
/** So many have come before anything happens to Redis; the rest come after it. */
const BEFORE = CALLERS / 2;
/** As good as no limit: what decides is the proof alone, since each limit by itself would hide a second session. */
const NO_LIMIT = -1_000_000;
const LET_IN = 'SignedIn';
/** Too busy, or too late to be told anything: nothing was opened for it. */
const BUSY = ['DEPENDENCY_UNAVAILABLE', 'QUERY_TIMEOUT'];
const REFUSED = ['FLOW_EXPIRED', 'OTP_INVALID_OR_EXPIRED', 'OTP_ATTEMPTS_EXCEEDED', 'AUTH_FAILED', ...BUSY];

interface Fault {
  readonly fault: string;
  /** Whether the flows outlive it, so that whoever comes later is compared as well. */
  readonly allMeet: boolean;
  readonly prepare?: () => Promise<void>;
  /** Comes upon half of the submissions while they are judged; the other half finds what it left. */
  readonly strike?: () => Promise<void>;
}

describe('one proof, a thousand submissions over two instances', () => {
  let pair: RedisPair;
  let stack: Stack;
  const drawn = new Map<string, Proofs>();
  beforeAll(async () => {
    pair = await startRedisPair();
    const settings = { COUNTERSIGN_REDIS_URL: pair.url, COUNTERSIGN_SITE_ORIGINS: ORIGIN };
    stack = await startStack({ shape: 'one-process', doors: 2, settings });
    const cast = await openCast(stack);
    for (const [factor, proofs] of Object.entries(proofsOf)) drawn.set(factor, await proofs({ stack, cast }));
    const authentication = await stack.tables('authentication');
    await authentication.change(
      `CREATE TRIGGER no_budget BEFORE UPDATE ON account FOR EACH ROW SET NEW.second_factor_failures = ${NO_LIMIT}`,
    );
  }, 180_000);
  afterAll(async () => {
    await closeConnections();
    await stack.stop();
    await pair.stop();
  }, 60_000);

  const faults: readonly Fault[] = [
    { fault: 'nothing happens to Redis', allMeet: true },
    { fault: 'Redis is emptied', allMeet: false, strike: () => pair.empty() },
    { fault: 'Redis crashes and starts again empty', allMeet: false, strike: () => pair.crash() },
    {
      fault: 'a replica that lags behind takes over',
      allMeet: true,
      prepare: () => pair.leaveBehind(),
      strike: () => pair.failOver(),
    },
  ];

  let race = 0;
  const shots = ({ query, answer, flows }: OneProof) => {
    race += 1;
    return Array.from({ length: CALLERS }, (_, index) => ({
      query,
      url: stack.urls[index % 2] ?? '',
      // Nobody's submissions are held up by what another address did wrong.
      from: `127.${race}.${index >> 7}.${1 + (index & 127)}`,
      variables: { flowId: flows[(index >> 1) % flows.length] ?? '', ...answer },
    }));
  };
  const submit = async ({ query, answer }: OneProof, flow: string, from: number) => {
    const sent = await stack.client(from).send<{ step: Hit['step'] } | null>(query, { flowId: flow, ...answer });
    return sent.data?.step?.code ?? sent.data?.step?.__typename ?? sent.code ?? `status ${sent.status}`;
  };
  const liftLimits = async ({ query, wrong, flows }: OneProof) => {
    for (const flow of flows) await stack.client().send(query, { flowId: flow, ...wrong });
    const redis = new Redis(pair.url);
    const counted = await redis.keys('*tries*');
    for (const key of counted) await redis.set(key, NO_LIMIT, 'KEEPTTL');
    redis.disconnect();
    expect(counted.length).toBeGreaterThanOrEqual(flows.length);
  };
  const opened = async (who: Person) => {
    const authentication = await stack.tables('authentication');
    const sql = 'SELECT id FROM session WHERE profile_uuid = ?';
    return (await authentication.rows(sql, [await uuidOf(stack, who)])).length;
  };
  /** Answers that were right, and came to the database to be spent after another had been. */
  const late = async (who: Person) => {
    const authentication = await stack.tables('authentication');
    const sql = `SELECT seq FROM audit_entry WHERE target = ? AND code = 'ALREADY_USED'`;
    return (await authentication.rows(sql, [who.userId])).length;
  };
  const bothReady = async () => {
    for (const url of stack.urls)
      await eventually(async () => {
        const { statusCode, body } = await request(`${url}/readyz`);
        await body.dump();
        return statusCode === 200;
      }, `${url} to be ready`);
  };

  describe.each(faults)('$fault in the middle', ({ allMeet, prepare, strike }) => {
    it.each(Object.keys(proofsOf))('%s: exactly one session, then and ever after (O1, O2, S4)', async (factor) => {
      const proof = await drawn.get(factor)?.();
      if (proof === undefined) throw new Error(`No ${factor}.`);
      const { who, flows, another } = proof;
      await liftLimits(proof);
      const [sessions, spent, putBack] = [await opened(who), await late(who), await photograph(pair.url)];
      await prepare?.();
      const volley = await load(shots(proof));
      if (strike !== undefined) {
        volley.release(BEFORE);
        await Promise.any(volley.hits.slice(0, BEFORE).map(letIn));
        await strike();
        await bothReady();
      }
      volley.release();
      const seen = tally((await Promise.all(volley.hits)).map(told));
      expect(seen[LET_IN]).toBe(1);
      expect(Object.keys(seen).filter((code) => code !== LET_IN && !REFUSED.includes(code))).toEqual([]);
      // So many were right and came to the database to be spent after another had been: no limit kept them from it.
      if (allMeet) expect((await late(who)) - spent).toBeGreaterThan(CALLERS / 10);

      await putBack();
      const again = await Promise.all(flows.map((flow, index) => submit(proof, flow, index % 2)));
      if (another !== null) again.push(await submit(proof, await another(), 0));
      expect(again.filter((code) => !REFUSED.includes(code))).toEqual([]);
      expect(await opened(who)).toBe(sessions + 1);
    });
  });
});

/** `SignedIn`, or the code of what was answered instead. */
function told({ step, code, status }: Hit): string {
  return step?.code ?? step?.__typename ?? code ?? `status ${status}`;
}

async function letIn(hit: Promise<Hit>): Promise<void> {
  if (told(await hit) !== LET_IN) throw new Error('Refused.');
}
