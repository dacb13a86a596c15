import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Query, Resolver } from 'type-graphql';
import { Fault } from '../faults/fault.ts';
import type { Principal } from '../principal/principal.ts';
import { createSubgraphRuntime } from '../subgraph/create-subgraph-runtime.ts';
import { JsonScalar } from '../subgraph/json-scalar.ts';
import type { Report } from './report.ts';
import type { Reading, ReportDesk } from './report-desk.ts';
import { reportModule } from './report-module.ts';

interface Reader {
  readonly sees: boolean;
  readonly stage: string;
}

@Resolver()
class Own {
  @Query(() => JsonScalar)
  anything() {
    return {};
  }
}

const STOCK = Array.from({ length: 7 }, (_each, index) => `item-${index}`);
const stock: Report<Reader> = {
  name: 'stock',
  title: 'Stock',
  description: 'What is there.',
  args: { shelf: 'ID', on: 'Date', most: 'Int', full: 'Boolean' },
  columns: [
    { key: 'item', title: 'Item' },
    { key: 'owner', title: 'Owner', personal: true },
    { key: 'old', title: 'Old', until: 'LATE' },
    { key: 'since', title: 'Since' },
    { key: 'full', title: 'Full' },
    { key: 'count', title: 'Count' },
  ],
  lines: async (_reader, args, { after, size }) => {
    const rest = STOCK.filter((item) => item > (after ?? ''));
    const lines = rest
      .slice(0, size)
      .map((item) => [item, '=owner', 'old', new Date('2026-11-22T16:00:00Z'), true, args['most'] ?? null]);
    return { lines, next: rest.length > size ? (rest[size - 1] as string) : null };
  },
};
const closed: Report<Reader> = { ...stock, name: 'closed', args: {} };

const readings: Reading<Report<Reader>>[] = [];
let reader: Reader = { sees: true, stage: 'EARLY' };
const desk: ReportDesk<Reader, Report<Reader>> = {
  part: 'house',
  reports: [stock, closed],
  async open(_context, reading, read) {
    if (reading.report.name === 'closed') throw new Fault('NOT_PERMITTED', 'Closed.');
    readings.push(reading);
    return read(reader);
  },
  sight: ({ sees, stage }, column) => {
    if (column.until === stage) return 'ABSENT';
    return column.personal && !sees ? 'EMPTY' : 'SHOWN';
  },
};
const runtime = createSubgraphRuntime({
  name: 'house',
  resolvers: [Own],
  modules: [reportModule(desk)],
  logger: pino({ level: 'silent' }),
});

const source = { address: '127.0.0.1', userAgent: 'test', requestId: 'r1' };
const account: Principal = { kind: 'account', source, accountId: 'a', name: 'A', scopes: ['REPORTS'] };
const ask = async (query: string, variables: Record<string, unknown> = {}, principal: Principal = account) => {
  const { data, errors = [] } = await runtime.execute({ query, variables }, principal);
  return {
    data: (data ?? {}) as Record<string, never>,
    codes: errors.map((error) => error.extensions?.['code']),
    messages: errors.map((error) => error.message),
  };
};
const PAGE = `query($n: Int, $a: String) { reports { stock(first: $n, after: $a, most: 3) {
  report title columns { key title } rows { values } pageInfo { hasNextPage endCursor } } } }`;
const FILE = `query($r: String!, $args: JSON!, $a: String, $n: Int!) { houseExportPage(report: $r, args: $args, after: $a, size: $n) }`;
interface Shown {
  readonly columns: { key: string }[];
  readonly rows: { values: Record<string, unknown> }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
const page = async (variables: Record<string, unknown> = {}) =>
  ((await ask(PAGE, variables)).data['reports'] as unknown as { stock: Shown }).stock;

describe('a report', () => {
  it('is read page by page, each row once and in order, until there is no next page', async () => {
    const seen: unknown[] = [];
    let after: string | null = null;
    do {
      const { rows, pageInfo }: Shown = await page({ n: 3, a: after });
      seen.push(...rows.map(({ values }) => values['item']));
      expect(pageInfo.hasNextPage).toBe(pageInfo.endCursor !== null);
      after = pageInfo.endCursor;
    } while (after !== null);
    expect(seen).toEqual(STOCK);
  });

  it('hides personal cells from a reader who may not see them, and drops a column from its last stage on', async () => {
    reader = { sees: false, stage: 'LATE' };
    const { columns, rows } = await page({ n: 1 });
    expect(columns.map(({ key }) => key)).toEqual(['item', 'owner', 'since', 'full', 'count']);
    expect(rows[0]?.values).toMatchObject({ item: 'item-0', owner: null, count: 3 });
    const file = (await ask(FILE, { r: 'stock', args: {}, n: 1 })).data['houseExportPage'] as unknown as {
      rows: string[][];
    };
    expect(file.rows).toEqual([['item-0', '', '2026-11-23 00:00:00 HKT', 'Yes', '']]);
    reader = { sees: true, stage: 'EARLY' };
    expect((await page({ n: 1 })).rows[0]?.values).toEqual({
      item: 'item-0',
      owner: '=owner',
      old: 'old',
      since: new Date('2026-11-22T16:00:00Z'),
      full: true,
      count: 3,
    });
  });

  it.each([0, -1, 101])('is not read in pages of %i', async (n) => {
    expect((await ask(PAGE, { n })).codes).toEqual(['PAGE_TOO_LARGE']);
    expect((await ask(FILE, { r: 'stock', args: {}, n: n === 101 ? 5001 : n })).codes).toEqual(['PAGE_TOO_LARGE']);
  });

  it.each(['', 'x', 'c3RvY2s', Buffer.from('closed:item-1').toString('base64url'), 'x'.repeat(5000)])(
    'refuses the cursor %#, which it did not make',
    async (a) => {
      expect((await ask(PAGE, { a })).codes).toEqual(['CURSOR_INVALID']);
    },
  );

  it('refuses arguments that it does not know or that are of another kind, by name', async () => {
    for (const args of [
      { other: 1 },
      { toString: 'x' },
      { on: '2026-02-30' },
      { most: 1.5 },
      { full: 'yes' },
      { shelf: 'x'.repeat(300) },
      [],
      7,
    ]) {
      const { codes, messages } = await ask(FILE, { r: 'stock', args, n: 1 });
      expect(codes).toEqual(['INVALID_INPUT']);
      expect(messages[0]).not.toContain('xxx');
    }
    readings.length = 0;
    await ask(FILE, { r: 'stock', args: { shelf: 'A', on: null, most: 3 }, n: 1 });
    expect(readings).toMatchObject([{ args: { shelf: 'A', most: 3 }, exported: true, first: true }]);
    expect(Object.keys(readings[0]?.args ?? {})).toEqual(['shelf', 'most']);
  });

  it('that is refused leaves the others readable', async () => {
    const { data, codes } = await ask('{ reports { closed { title } stock(first: 1) { title } } }');
    expect([data, codes]).toEqual([{ reports: { closed: null, stock: { title: 'Stock' } } }, ['NOT_PERMITTED']]);
    expect((await ask(FILE, { r: 'none', args: {}, n: 1 })).codes).toEqual(['REPORT_UNKNOWN']);
  });

  it('is closed to strangers, to other parts, and to an account without the scope', async () => {
    const strangers: readonly [Principal, string][] = [
      [{ kind: 'anonymous', source }, 'UNAUTHENTICATED'],
      [{ kind: 'service', source, service: 'gateway' }, 'UNAUTHENTICATED'],
      [{ ...account, scopes: ['AUDIT'] }, 'FORBIDDEN'],
    ];
    for (const [principal, code] of strangers) {
      expect((await ask('{ reports { __typename } }', {}, principal)).codes).toEqual([code]);
      expect((await ask(FILE, { r: 'stock', args: {}, n: 1 }, principal)).codes).toEqual([code]);
    }
  });

  it('keeps the field of the pages of a file out of the public API, and declares no scalar twice', () => {
    expect(runtime.sdl).toMatch(/houseExportPage\([^)]*\): JSON @inaccessible/);
    expect(runtime.sdl.match(/^scalar JSON/gm)).toHaveLength(1);
  });
});
