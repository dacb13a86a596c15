import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMariaDb, type TestMariaDb } from '../../../../test/support/servers.ts';
import { openScene, type Scene, MONDAY } from '../identity-scene.suite.ts';
import { createProfile } from '../index.ts';
import { bulkSuite } from './bulk.suite.ts';

const LINES = 2_000;
const CHUNK = 100;
const PROPOSE = `query($a: ID!, $i: JSON!) { proposeChange(kind: "BULK_CHANGE", actorUuid: $a, input: $i) { proposal { payload } refusal { code message } } }`;
const APPLY = `mutation($i: ApplyBulkRowsInput!) { applyBulkRows(input: $i) { line outcome } }`;

interface Line {
  readonly line: number;
  readonly kind: string;
  readonly targetUuid: string;
  readonly payload: unknown;
  readonly version: number;
}

describe('bulk change on MySQL', () => {
  let server: TestMariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());

  bulkSuite(() => openScene(server.url, 'identity_bulk'));

  describe('the largest file', () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await openScene(server.url, 'identity_bulk_large');
      await scene.write(async (tx, at) => {
        for (let n = 0; n < LINES; n += 1) {
          const email = `old${n}@abc.com.hk`;
          const userId = `A${String(n).padStart(7, '0')}`;
          await createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'NG', email }, at);
        }
      });
    }, 60_000);
    afterAll(() => scene.close());

    it('is judged in under 5 s and applied in under 20 s, every line once', async () => {
      const lines = Array.from({ length: LINES }, (_, n) => `EMAIL,A${String(n).padStart(7, '0')},new${n}@abc.com.hk`);
      const began = performance.now();
      const answer = await scene.service('approvals', PROPOSE, {
        a: await scene.uuid('HKABC1X1'),
        i: { csv: ['action,user_id,email', ...lines].join('\n'), onErrors: 'REFUSE_ALL' },
      });
      const { proposal, refusal } = answer.data['proposeChange'] as unknown as {
        proposal: { payload: { rows: Line[] } };
        refusal: unknown;
      };
      const judged = performance.now() - began;
      expect(refusal).toBeNull();
      const { rows } = proposal.payload;
      const order = {
        requestId: 'large',
        makerUuid: await scene.uuid('HKABC1X1'),
        checkerUuid: await scene.uuid('HKABC2X1'),
        decidedAt: MONDAY.toISOString(),
      };
      const start = performance.now();
      let applied = 0;
      for (let from = 0; from < LINES; from += CHUNK) {
        const some = rows
          .slice(from, from + CHUNK)
          .map(({ line, kind, targetUuid, payload, version }) => ({ line, kind, targetUuid, payload, version }));
        const done = await scene.service('approvals', APPLY, { i: { ...order, rows: some } });
        const outcomes = done.data['applyBulkRows'] as unknown as { outcome: string }[];
        applied += outcomes.filter(({ outcome }) => outcome === 'APPLIED').length;
      }
      const took = performance.now() - start;
      expect(applied).toBe(LINES);
      expect(judged).toBeLessThan(5_000);
      expect(took).toBeLessThan(20_000);
    }, 60_000);
  });
});
