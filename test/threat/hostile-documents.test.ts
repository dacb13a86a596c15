import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, getNamedType, type GraphQLObjectType, isLeafType, isObjectType } from 'graphql';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { viewerId } from '../support/profiles.ts';

const RUNS = 600;
const LEAKS =
  /Did you mean|stacktrace|node_modules|\bat \S+ \(|SELECT |ECONN|\bER_[A-Z]|QueryFailed|TypeError|Cannot read prop/;

describe('G8: hostile documents and bodies', () => {
  const stack = useStack({ shape: 'one-process' });
  const schema = buildSchema(readFileSync(path.resolve(import.meta.dirname, '../../schema/api.graphql'), 'utf8'));
  let cast: Cast;
  let maker: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    maker = await present(stack(), cast.maker, 'DMS');
  }, 60_000);

  /** Answered with a code of ours and nothing of the inside. */
  const expectComposed = (sent: string, answer: Answer) => {
    expect([sent, answer.status < 500 ? 'composed' : answer.text]).toEqual([sent, 'composed']);
    expect([sent, answer.text]).toEqual([sent, expect.not.stringMatching(LEAKS)]);
    for (const error of answer.errors) {
      expect([sent, error.extensions?.code]).toEqual([sent, expect.stringMatching(/^[A-Z][A-Z_]+$/)]);
      expect([sent, error.extensions?.code]).not.toEqual([sent, 'INTERNAL_SERVER_ERROR']);
    }
  };

  const values = fc.constantFrom(
    'null',
    '1',
    '-1',
    '2147483648',
    '1e400',
    'true',
    '""',
    '"x"',
    '[]',
    '[[1]]',
    '{}',
    '{ a: 1 }',
    'ENUM',
    '$v',
    '"\\u0000"',
    '"\\ud800"',
    '"' + '9'.repeat(400) + '"',
    '"HKABC1X1"',
  );
  const objects = ['Query', 'Mutation'].map((name) => schema.getType(name)).filter(isObjectType);

  const selection = (type: GraphQLObjectType, depth: number): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...Object.values(type.getFields())), { minLength: 1, maxLength: 3 }).chain((fields) =>
      fc
        .tuple(
          ...fields.map((field) => {
            const inner = getNamedType(field.type);
            const nested =
              depth > 0 && isObjectType(inner)
                ? selection(inner, depth - 1).map((text) => ` ${text}`)
                : fc.constant(isLeafType(inner) ? '' : ' { __typename }');
            const given = fc.tuple(
              ...field.args.map((argument) => fc.option(values.map((value) => `${argument.name}: ${value}`))),
            );
            return fc
              .tuple(fc.option(fc.constantFrom('a', 'b', 'toString')), given, nested)
              .map(([alias, args, rest]) => {
                const chosen = args.filter((one) => one !== null);
                return `${alias === null ? '' : `${alias}: `}${field.name}${chosen.length === 0 ? '' : `(${chosen.join(', ')})`}${rest}`;
              });
          }),
        )
        .map((parts) => `{ ${parts.join(' ')} }`),
    );
  const documents = fc
    .constantFrom(...objects)
    .chain((type) => selection(type, 3).map((text) => `${type.name.toLowerCase()} ${text}`));

  it(`${RUNS} documents made from the schema get a composed answer, with a session and without`, async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.boolean(), async (query, withSession) => {
        const client = withSession ? maker : stack().client();
        // Ending the session on the way is no finding.
        if (/\blogOut\b|\bendSession\b/.test(query)) return;
        expectComposed(query, await client.send(query, { v: 'x' }));
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it(`${RUNS} bodies with bytes changed get a composed answer`, async () => {
    const good = Buffer.from(
      JSON.stringify({
        query: '{ viewer { userId roles } userProfiles(first: 2) { nodes { userId } } }',
        variables: { a: 1 },
        operationName: null,
      }),
    );
    const change = fc.record({
      at: fc.nat(good.length - 1),
      byte: fc.nat(255),
      how: fc.constantFrom('set', 'insert', 'cut'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        let body = good;
        for (const { at, byte, how } of changes) {
          const here = Math.min(at, body.length - 1);
          const [before, after] = [body.subarray(0, here), body.subarray(how === 'insert' ? here : here + 1)];
          body = Buffer.concat([before, how === 'cut' ? Buffer.alloc(0) : Buffer.from([byte]), after]);
        }
        expectComposed(
          body.toString('latin1'),
          await maker.raw({ headers: { 'content-type': 'application/json' }, body }),
        );
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('G6: nested fragments, inline fragments and repeated fields are answered at once', async () => {
    const fragments = Array.from(
      { length: 60 },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    ).join(' ');
    const corpus = [
      `{ ...F0 } ${fragments} fragment F60 on Query { viewer { userId } }`,
      `{ ${'... on Query { '.repeat(100)} viewer { userId } ${'} '.repeat(100)} }`,
      `{ ${'viewer { userId } '.repeat(120)} }`,
      `{ viewer { ${'userId '.repeat(900)} } }`,
      `{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }`,
      `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
      `{${' '.repeat(60_000)} viewer { userId } }`,
      `{ viewer @skip(if: false) @include(if: true) { userId } }`,
      `query($a: [[[[[[Int]]]]]]) { viewer { userId } }`,
    ];
    for (const query of corpus) {
      const started = performance.now();
      const answer = await stack().client().send(query);
      expectComposed(query.slice(0, 80), answer);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });

  it('and everything goes on as before', async () => {
    expect(
      stack()
        .programs()
        .every((program) => program.running()),
    ).toBe(true);
    expect(await viewerId(maker)).toBe(cast.maker.userId);
  });
});
