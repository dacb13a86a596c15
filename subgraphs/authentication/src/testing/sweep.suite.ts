import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { insert, newId } from '@countersign/platform';
import { defaultPolicy } from '../policy.ts';
import { sweep } from '../upkeep/sweep.ts';
import { sweeper } from '../upkeep/sweeper.ts';
import { type House, giveDevice, givePassword, openHouse, person } from './house.ts';

const day = 86_400_000;
const { retention } = defaultPolicy;

/** What is removed once it is over for long enough, and what stays, on every engine (D4). */
export function sweepSuite(stores: () => { readonly url?: string }): void {
  describe('what is kept no longer', () => {
    let house: House;
    let now: number;
    beforeEach(async () => {
      house = await openHouse(stores());
      now = house.clock.now().getTime();
    });
    afterEach(() => house.close());

    const write = (table: string, row: Readonly<Record<string, string | number | null>>) =>
      house.database.transaction((tx) => insert(tx, table, row));
    const session = (change: Readonly<Record<string, string | number | null>>) => {
      const id = newId();
      return write('session', {
        id,
        token_digest: id,
        flow_id: id,
        profile_uuid: person().profileUuid,
        user_id: 'HKABC101',
        application: 'CCMS',
        methods: 'password',
        security_version: 1,
        source_address: 'x',
        opened_at: 0,
        last_seen_at: 0,
        expires_at: now + day,
        ...change,
      });
    };
    const run = (batch = 500) => sweep(house.database, retention, { now, batch, goOn: () => true });
    const count = async (table: string) => (await house.rows(`SELECT 1 AS one FROM ${table}`)).length;

    it('goes from its instant on and not a millisecond before, batch by batch', async () => {
      for (let each = 0; each < 7; each += 1) await session({ ended_at: now - retention.endedSessionsMs - 1 - each });
      await session({ ended_at: now - retention.endedSessionsMs });
      await session({ expires_at: now - retention.endedSessionsMs - 1 });
      await session({ expires_at: now - 1 });
      await session({ live_key: 'alive' });
      const handled = (at: number, consumer = 'authentication') =>
        write('handled_event', { consumer, event_id: newId(), handled_at: at });
      await handled(now - retention.handledEventsMs - 1);
      await handled(now - retention.handledEventsMs);
      await write('spent_flow', { flow_id: 'old', spent_at: now - retention.spentFlowsMs - 1 });
      await write('spent_flow', { flow_id: 'new', spent_at: now - retention.spentFlowsMs });
      await write('renewed_token', { token_digest: 'old', session_id: newId(), renewed_at: now - 86_400_001 });
      await write('renewed_token', { token_digest: 'new', session_id: newId(), renewed_at: now - 86_400_000 });
      const pin = { maker_uuid: newId(), must_change: 1, pin_hash: 'h' };
      await write('smartcard_pin_reset', { ...pin, request_id: 'a', profile_uuid: newId(), armed_at: now - 8 * day });
      await write('smartcard_pin_reset', { ...pin, request_id: 'b', profile_uuid: newId(), armed_at: now - 6 * day });
      const wanted = {
        ...{ endedSessions: 7, lapsedSessions: 1, handledEvents: 1, spentFlows: 1 },
        ...{ renewedTokens: 1, lapsedPins: 1 },
      };
      expect(await run(3)).toEqual(wanted);
      expect(await Promise.all(['session', 'handled_event', 'spent_flow', 'smartcard_pin_reset'].map(count))).toEqual([
        3, 1, 1, 2,
      ]);
      expect(
        await house.rows('SELECT request_id, must_change FROM smartcard_pin_reset WHERE pin_hash IS NULL'),
      ).toEqual([{ request_id: 'a', must_change: 1 }]);
      expect(Object.values(await run(3)).every((gone) => gone === 0)).toBe(true);
    });

    it('is swept by several instances at once without harm, and between two batches a sweep can be ended', async () => {
      for (let each = 0; each < 20; each += 1) await session({ ended_at: each });
      let batches = 0;
      await sweep(house.database, retention, { now, batch: 5, goOn: () => (batches += 1) <= 1 });
      expect(await count('session')).toBe(15);
      await Promise.all([run(5), run(5), run(5)]);
      expect(await count('session')).toBe(0);
    });

    it('leaves a living session and its person alone', async () => {
      house.identity.add(person());
      await givePassword(house, 'HKABC101', 'a correct horse at the battery');
      await giveDevice(house, 'HKABC101', 'a correct horse at the battery');
      now = house.clock.now().getTime();
      await run();
      expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(1);
      expect(await count('account')).toBe(1);
    });

    it('is swept again and again by itself, until it is stopped', async () => {
      const broom = sweeper({
        database: house.database,
        clock: house.clock,
        logger: { info: () => undefined, warn: () => undefined } as never,
        retention,
        firstAfterMs: 1,
        everyMs: 1,
      });
      broom.start();
      for (let round = 0; round < 2; round += 1) {
        await session({ ended_at: 1 });
        for (let turn = 0; turn < 400 && (await count('session')) > 0; turn += 1)
          await new Promise((resolve) => setTimeout(resolve, 5));
        expect(await count('session')).toBe(0);
      }
      await broom.stop();
      await session({ ended_at: 1 });
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(await count('session')).toBe(1);
    });
  });
}
