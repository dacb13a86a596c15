import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openDoor } from '../testing/open-door.ts';
import { errorCodes } from '../error-codes.ts';

let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const SEEDS = [
  'query Q($id: ID!, $first: Int!) { profile(userId: $id) { name ...F } profiles(first: $first) { locked } } fragment F on Profile { email openChangeRequest { id before } }',
  'mutation M { answerWithTotp(code: "1") { __typename ... on FlowRefused { code message } } }',
  '{ things { ... on Cat { owner { locked } } ... on Dog { bark } } echo(text: "é\\u{1F600}", range: { from: 1 }, colour: GREEN) }',
];
const body = (query: string) => JSON.stringify({ query, variables: { id: 'A', first: 2 }, operationName: null });
const CODES: ReadonlySet<unknown> = new Set(Object.keys(errorCodes));

async function harmless(text: string): Promise<void> {
  const answer = await door.send(text);
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toMatch(/Did you mean|SELECT |node_modules|\bat \S+:\d+:\d+|\.ts:/);
  for (const code of answer.codes) expect(CODES.has(code)).toBe(true);
  expect(answer.codes).not.toContain('INTERNAL_SERVER_ERROR');
}

describe('hostile input', () => {
  it('in the form of damaged bodies is answered with a known code (G8)', async () => {
    const edits = fc.array(fc.record({ at: fc.nat(400), byte: fc.nat(255), cut: fc.nat(5) }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SEEDS), edits, async (seed, changes) => {
        const bytes = [...Buffer.from(body(seed))];
        for (const { at, byte, cut } of changes) bytes.splice(at % bytes.length, cut, byte);
        await harmless(Buffer.from(bytes).toString('latin1'));
      }),
      { numRuns: 250 },
    );
  });

  it('in the form of shuffled tokens is answered with a known code (G8)', async () => {
    const tokens = SEEDS.join(' ').match(/[A-Za-z_]\w*|"[^"]*"|\.\.\.|[{}()[\]:$!@]|\d+/g) ?? [];
    const documents = fc.array(fc.constantFrom(...tokens, '@include', '__typename', '_entities', 'subscription'), {
      minLength: 3,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(documents, (chosen) => harmless(body(`{ ${chosen.join(' ')} }`))),
      { numRuns: 250 },
    );
  });

  const repeat = (count: number, part: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => part(index)).join(' ');
  it.each([
    ['120 repeated fields', `{ ${repeat(120, () => 'profile(userId: "A") { name locked }')} }`],
    [
      'a long chain of fragments',
      `{ profile(userId: "A") { ...f0 } } ${repeat(90, (index) => `fragment f${index} on Profile { ...f${index + 1} }`)} fragment f90 on Profile { name }`,
    ],
    [
      'fragments that double',
      `{ profile(userId: "A") { ...f0 } } ${repeat(50, (index) => `fragment f${index} on Profile { ...f${index + 1} ...f${index + 1} }`)} fragment f50 on Profile { name }`,
    ],
    [
      'fragments that double in a circle',
      `{ ...f0 } ${repeat(60, (index) => `fragment f${index} on Query { ...f${(index + 1) % 60} ...f${(index + 1) % 60} }`)}`,
    ],
    [
      'fragments that all spread each other',
      `{ ...f0 } ${repeat(15, (index) => `fragment f${index} on Query { ${repeat(15, (other) => `...f${other}`)} ${index === 14 ? 'whoAmI' : ''} }`)}`,
    ],
    [
      'inline fragments in depth',
      `{ profile(userId: "A") ${'{ ... on Profile '.repeat(200)} { name } ${'}'.repeat(200)} }`,
    ],
    [
      'unions in width',
      `{ ${repeat(10, (index) => `t${index}: things { ... on Cat { name } ... on Dog { name } ... on Named { name } }`)} }`,
    ],
    ['braces in depth', '{'.repeat(5_000)],
    ['lists in depth', `{ echo(text: ${'['.repeat(400)}1${']'.repeat(400)}) }`],
    ['a long comment', `# ${'x'.repeat(60_000)}\n{ whoAmI }`],
    ['a long string', `{ echo(text: "${'x'.repeat(60_000)}") }`],
  ])('in the form of %s neither stops nor slows the door (G6)', async (_, query) => {
    const started = performance.now();
    await harmless(body(query));
    expect((await door.ask('{ whoAmI }')).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
