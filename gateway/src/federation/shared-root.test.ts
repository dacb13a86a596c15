import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { execute, parse } from 'graphql';
import { Fault, type Report, reportModule, type SubgraphTransport } from '@countersign/platform';
import { openDoor, tokenOf } from '../testing/open-door.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@tag", "@shareable"])';
const PARTS = { identity: ['listing', 'doubles'], approvals: ['maintenance'], authentication: ['inactive'] } as const;

const reportNamed = (name: string): Report<object> => ({
  name,
  title: `Report ${name}`,
  description: 'For this test.',
  args: { participant: 'ID' },
  columns: [{ key: 'name', title: 'Name' }],
  lines: async (_reader, args) => ({ lines: [[name], [args['participant'] ?? null]], next: null }),
});

function subgraph(part: string, names: readonly string[]) {
  const { typeDefs, resolvers } = reportModule<object, Report<object>>({
    part,
    reports: names.map(reportNamed),
    open: (_context, { report }, read) => {
      if (report.name === 'doubles') throw new Fault('NOT_PERMITTED', 'Not yours.');
      return read({});
    },
    sight: () => 'SHOWN',
  });
  const base = parse(`${LINK} type Query { ${part}Alone: String }`);
  const schema = buildSubgraphSchema([
    { typeDefs: base, resolvers: {} },
    { typeDefs, resolvers: resolvers as never },
  ]);
  const transport: SubgraphTransport = async ({ query, variables, operationName }, principal) =>
    execute({
      schema,
      document: parse(query),
      variableValues: variables,
      operationName,
      contextValue: { principal, reply: {} },
    });
  return { typeDefs: { ...base, definitions: [...base.definitions, ...typeDefs.definitions] }, transport };
}

const parts = Object.entries(PARTS).map(([name, names]) => ({ name, ...subgraph(name, names) }));
const composed = composeServices(
  parts.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://${name}.invalid` })),
);
if (compositionHasErrors(composed)) throw new Error(composed.errors.map((error) => error.message).join('\n'));
const { supergraphSdl } = composed;

let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor({
    supergraphSdl,
    transports: () => Object.fromEntries(parts.map(({ name, transport }) => [name, transport])),
  });
});
afterAll(() => door.close());
const ask = (query: string, variables?: Record<string, unknown>) =>
  door.ask(query, variables, { authorization: `Bearer ${tokenOf('HKEXRR01')}` });

describe('a root value to which every part contributes its own fields', () => {
  it('is one object for the client, whichever parts are asked', async () => {
    const { json } = await ask(
      `query($p: ID) { reports { listing(participant: $p) { report rows { values } } a: maintenance { columns { key title } }
        inactive(first: 1) { title pageInfo { hasNextPage endCursor } } } }`,
      { p: 'ABC' },
    );
    expect(json).toEqual({
      data: {
        reports: {
          listing: { report: 'listing', rows: [{ values: { name: 'listing' } }, { values: { name: 'ABC' } }] },
          a: { columns: [{ key: 'name', title: 'Name' }] },
          inactive: { title: 'Report inactive', pageInfo: { hasNextPage: false, endCursor: null } },
        },
      },
    });
  });

  it.each(['listing', 'maintenance', 'inactive'])('is asked for %s alone, of its own part', async (name) => {
    expect((await ask(`{ reports { ${name} { report } } }`)).json).toEqual({
      data: { reports: { [name]: { report: name } } },
    });
  });

  it('keeps what the others answered when one field is refused', async () => {
    const { data, codes } = await ask('{ reports { doubles { report } listing { report } maintenance { report } } }');
    expect(codes).toEqual(['NOT_PERMITTED']);
    expect(data).toEqual({
      reports: { doubles: null, listing: { report: 'listing' }, maintenance: { report: 'maintenance' } },
    });
  });

  it('hides the fields by which the door fetches files', async () => {
    const { codes } = await ask('{ identityExportPage(report: "listing", args: {}, size: 1) }');
    expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});
