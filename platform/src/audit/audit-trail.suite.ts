import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../telemetry/logger.ts';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import type { Database } from '../database/database.ts';
import { execute, query } from '../database/statement.ts';
import type { Principal } from '../principal/principal.ts';
import { createSubgraphRuntime } from '../subgraph/create-subgraph-runtime.ts';
import { JsonScalar } from '../subgraph/json-scalar.ts';
import { Query, Resolver } from 'type-graphql';
import { appendAudit } from './append-audit.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type AuditView, auditTrailModule } from './audit-trail-module.ts';

const MINUTE = 60_000;
const begin = new Date('2026-07-01T00:00:00.000Z');
const source = { address: '203.0.113.7', userAgent: 'test', requestId: 'r' };
const FIELDS = `edges { cursor } pageInfo { hasNextPage endCursor }
  nodes { id at action outcome actor participant target requestId code sourceAddress before after }`;

@Resolver()
class Own {
  @Query(() => JsonScalar)
  anything() {
    return {};
  }
}

interface Page {
  readonly edges: readonly { readonly cursor: string }[];
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** What searching the audit must do on every engine, on tables of its own. */
export function auditTrailSuite(tables: () => Database): void {
  describe('searching the audit', () => {
    const clock = new AdjustableClock(new Date('2026-07-02T00:00:00.000Z'));
    let view: AuditView | null = { participant: undefined, isFull: true };
    const run = (principal: Principal, args: string, variables: Record<string, unknown> = {}) => {
      const database = tables();
      const runtime = createSubgraphRuntime({
        name: 'identity',
        resolvers: [Own],
        modules: [auditTrailModule({ part: 'identity', database, clock, view: async () => view })],
        logger: createLogger({ level: 'silent', part: 'test' }),
      });
      const declared = 'query Q($filter: AuditFilter, $first: Int, $after: String)';
      const text = `${declared} { identityAudit(${args}) { ${FIELDS} } }`;
      return runtime.execute({ query: text, variables }, principal);
    };
    const reader = (participant: string | null = null): Principal => ({
      kind: 'session',
      source,
      sessionId: 's',
      profileUuid: 'p',
      userId: 'HKEXOP1',
      participant,
      application: 'CONSOLE',
      methods: [],
      steppedUpAt: null,
    });
    const search = async (
      filter: Record<string, unknown>,
      page: { readonly first?: number; readonly after?: string | null } = {},
      by: Principal = reader(),
    ): Promise<Page> => {
      const result = await run(by, 'filter: $filter, first: $first, after: $after', { filter, ...page });
      if (result.errors) throw Object.assign(new Error(result.errors[0]?.message), result.errors[0]?.extensions);
      return result.data?.['identityAudit'] as Page;
    };
    const whole = async (filter: Record<string, unknown>, first: number): Promise<readonly unknown[]> => {
      const nodes: unknown[] = [];
      let after: string | null = null;
      for (;;) {
        const page: Page = await search(filter, { first, after });
        nodes.push(...page.nodes.map(({ id }) => id));
        if (!page.pageInfo.hasNextPage) return nodes;
        after = page.pageInfo.endCursor;
      }
    };
    const as = async <T>(seen: AuditView | null, work: () => Promise<T>): Promise<T> => {
      const before = view;
      view = seen;
      try {
        return await work();
      } finally {
        view = before;
      }
    };

    beforeAll(async () => {
      await tables().transaction(async (tx) => {
        for (let row = 0; row < 60; row++) {
          const participant = row % 3 === 0 ? 'XYZ' : 'ABC';
          const entry: AuditEntry = {
            // Two rows of each minute, so that instants alone do not order them.
            at: new Date(begin.getTime() + Math.floor(row / 2) * MINUTE),
            action: row % 10 === 0 ? 'change.apply' : 'profile.enquire',
            outcome: row % 5 === 0 ? 'REFUSED' : 'SUCCESS',
            actor: row % 2 === 0 ? `HK${participant}1X1` : `HK${participant}1X2`,
            participant: row === 59 ? null : participant,
            target: `HK${participant}10${row % 4}`,
            requestId: `request-${Math.floor(row / 4)}`,
            sourceAddress: '198.51.100.3',
            after: { email: 'chan@abc.example', nested: { srn: '123' } },
          };
          await appendAudit(tx, entry);
        }
      });
    });

    it('gives everything to the clearing house, newest first, each row once on pages of any size', async () => {
      const all = await whole({ to: '2026-07-01T12:00:00.000Z' }, 7);
      const [rows] = [
        await tables().read((tx) =>
          query<{ seq: number }>(
            tx,
            `SELECT seq FROM audit_entry WHERE action <> 'audit.search' ORDER BY at DESC, seq DESC`,
          ),
        ),
      ];
      expect(all).toEqual(rows.map(({ seq }) => `identity:${seq}`));
    });

    it.each([
      [{ participant: 'ABC' }, (row: Readonly<Record<string, unknown>>) => row['participant'] === 'ABC'],
      [{ target: ' hkabc101 ' }, (row: Readonly<Record<string, unknown>>) => row['target'] === 'HKABC101'],
      [{ actor: 'HKXYZ1X1' }, (row: Readonly<Record<string, unknown>>) => row['actor'] === 'HKXYZ1X1'],
      [{ requestId: 'request-3' }, (row: Readonly<Record<string, unknown>>) => row['requestId'] === 'request-3'],
      [{ action: 'change.' }, (row: Readonly<Record<string, unknown>>) => row['action'] === 'change.apply'],
      [
        { participant: 'ABC', target: 'HKABC101', actor: 'HKABC1X2' },
        (row: Readonly<Record<string, unknown>>) => row['target'] === 'HKABC101' && row['actor'] === 'HKABC1X2',
      ],
      [
        { requestId: 'request-3', participant: 'XYZ' },
        (row: Readonly<Record<string, unknown>>) => row['requestId'] === 'request-3' && row['participant'] === 'XYZ',
      ],
      [
        { from: '2026-07-01T00:05:00.000Z', to: '2026-07-01T00:07:00.000Z' },
        ({ at }: Readonly<Record<string, unknown>>) =>
          String(at) >= '2026-07-01T00:05:00.000Z' && String(at) < '2026-07-01T00:07:00.000Z',
      ],
      [
        { participant: 'ABC', action: 'profile.enquire', from: '2026-07-01T00:05:00.000Z' },
        ({ at, action, participant }: Readonly<Record<string, unknown>>) =>
          participant === 'ABC' && action === 'profile.enquire' && String(at) >= '2026-07-01T00:05:00.000Z',
      ],
    ])('finds by %j exactly what it names', async (filter, holds) => {
      const { nodes } = await search({ to: '2026-07-01T12:00:00.000Z' }, { first: 100 });
      const wanted = nodes.filter(holds).map(({ id }) => id);
      expect(wanted.length).toBeGreaterThan(0);
      const limited = { to: '2026-07-01T12:00:00.000Z', ...filter };
      expect(await whole(limited, 100)).toEqual(wanted);
      expect(await whole(limited, 3)).toEqual(wanted);
    });

    it('shows a tenant its own rows and not one more, whatever it asks for (M10)', () =>
      as({ participant: 'ABC', isFull: true }, async () => {
        for (const filter of [
          {},
          { target: 'HKXYZ100' },
          { actor: 'HKXYZ1X1' },
          { requestId: 'request-0' },
          { action: 'change.' },
        ]) {
          const { nodes } = await search(filter, { first: 100 }, reader('ABC'));
          expect(nodes.filter(({ participant }) => participant !== 'ABC')).toEqual([]);
        }
        const own = await search({}, { first: 100 }, reader('ABC'));
        expect(own.nodes.filter(({ action }) => action !== 'audit.search')).toHaveLength(39);
        expect((await search({ participant: 'XYZ' }, {}, reader('ABC'))).nodes).toEqual([]);
        expect(own.nodes.every(({ sourceAddress }) => sourceAddress === null)).toBe(true);
        // A cursor of somebody else's page opens no door.
        const foreign = await as({ participant: 'XYZ', isFull: true }, () => search({}, { first: 2 }));
        const after = foreign.pageInfo.endCursor;
        const next = await search({}, { first: 100, after }, reader('ABC'));
        expect(next.nodes.every(({ participant }) => participant === 'ABC')).toBe(true);
      }));

    it('shows report readers and service accounts the names of fields, never their values (A1)', async () => {
      const hidden = { after: { email: null, nested: null }, before: null, sourceAddress: null };
      const byReader = await as({ participant: undefined, isFull: false }, () => search({ target: 'HKABC101' }));
      expect(byReader.nodes[0]).toMatchObject(hidden);
      const account: Principal = { kind: 'account', source, accountId: 'a', name: 'SIEM', scopes: ['AUDIT'] };
      expect((await search({ target: 'HKABC101' }, {}, account)).nodes[0]).toMatchObject(hidden);
      const other: Principal = { ...account, scopes: ['REPORTS'] };
      await expect(search({}, {}, other)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      const full = await search({ target: 'HKABC101' });
      expect(full.nodes[0]).toMatchObject({
        after: { email: 'chan@abc.example', nested: { srn: '123' } },
        sourceAddress: '198.51.100.3',
      });
    });

    it('refuses whoever may not see it, and a page that does not exist', async () => {
      await expect(as(null, () => search({}))).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
      await expect(search({}, {}, { kind: 'anonymous', source })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      for (const first of [0, -1, 101])
        await expect(search({}, { first })).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE', field: 'first' });
      for (const after of [
        '',
        'x',
        Buffer.from('audit:1.x').toString('base64url'),
        Buffer.from('user:A').toString('base64url'),
      ])
        await expect(search({}, { after })).rejects.toMatchObject({ code: 'CURSOR_INVALID', field: 'after' });
      await expect(search({ target: 'x'.repeat(191) })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    });

    it('is itself in the audit, found or refused', async () => {
      const seen = () =>
        tables().read((tx) =>
          query<Record<string, unknown>>(
            tx,
            `SELECT outcome, actor, code, after_json FROM audit_entry WHERE action = 'audit.search' ORDER BY seq DESC LIMIT 1`,
          ),
        );
      await search({ requestId: 'request-1' });
      expect(await seen()).toEqual([
        {
          outcome: 'SUCCESS',
          actor: 'HKEXOP1',
          code: null,
          after_json: '{"filter":{"requestId":"request-1"},"rows":4}',
        },
      ]);
      await as(null, () => search({}).catch(() => null));
      expect(await seen()).toMatchObject([{ outcome: 'REFUSED', code: 'NOT_PERMITTED' }]);
    });

    it('looks at a bounded number of rows for one page, and goes on behind them', async () => {
      await tables().transaction(async (tx) => {
        for (let chunk = 0; chunk < 5; chunk++) {
          const rows = Array.from(
            { length: 500 },
            () => `(${begin.getTime() + 100 * MINUTE}, 'bulk', 'SUCCESS', 'HKLOT1X1')`,
          );
          await execute(tx, `INSERT INTO audit_entry (at, action, outcome, actor) VALUES ${rows.join(', ')}`);
        }
        await appendAudit(tx, { at: begin, action: 'rare', outcome: 'SUCCESS', actor: 'HKLOT1X1' });
      });
      const first = await search({ actor: 'HKLOT1X1', action: 'rare' });
      expect(first).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true } });
      const second = await search({ actor: 'HKLOT1X1', action: 'rare' }, { after: first.pageInfo.endCursor });
      expect(second).toMatchObject({ nodes: [{ action: 'rare' }], pageInfo: { hasNextPage: false } });
    });
  });
}
