import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDoor } from '../testing/open-door.ts';

let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

describe('what is skipped for good', () => {
  it.each<readonly [string, object]>([
    ['{ profile(userId: "A") @skip(if: true) { name } }', {}],
    ['{ profile(userId: "A") @include(if: false) { name } }', {}],
    ['{ ...F } fragment F on Query { profile(userId: "A") @skip(if: true) { name } }', {}],
    ['{ ...F @skip(if: true) } fragment F on Query { profile(userId: "A") { name } }', {}],
    ['{ ... on Query @include(if: false) { profile(userId: "A") { name } } }', {}],
    ['mutation { answerWithTotp(code: "1") @include(if: false) { __typename } }', {}],
    ['{ ... { __typename } }', { __typename: 'Query' }],
    ['{ profile(userId: "A") { name @skip(if: true) } }', { profile: {} }],
    ['{ profile(userId: "A") { name locked @skip(if: true) } }', { profile: { name: 'Name A' } }],
    [
      '{ profile(userId: "A") { name ...F @skip(if: true) } } fragment F on Profile { email locked }',
      { profile: { name: 'Name A' } },
    ],
    ['{ profile(userId: "A") @include(if: true) @skip(if: false) { name } }', { profile: { name: 'Name A' } }],
    ['{ whoAmI echo(text: "x") @skip(if: true) }', { whoAmI: 'anonymous' }],
    ['query ($s: Boolean = true) { profile(userId: "A") @skip(if: $s) { name } }', {}],
    [
      'query ($s: Boolean = true) { whoAmI profile(userId: "A") { name @skip(if: $s) locked @include(if: $s) } }',
      { whoAmI: 'anonymous', profile: { locked: false } },
    ],
  ])('%s is answered without it', async (query, data) => {
    const before = door.seen.comparisons;
    expect((await door.ask(query)).json).toEqual({ data });
    expect(door.seen.comparisons).toBe(before);
  });
});

describe('an ID written as a number', () => {
  it.each(['7', '2147483648', '1234567890123456789012', '-9999999999999999999999'])(
    '%s is read as that text',
    async (id) => {
      expect((await door.ask(`{ profile(userId: ${id}) { userId } }`)).json).toEqual({
        data: { profile: { userId: id } },
      });
    },
  );
});
