import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDoor, tokenOf } from '../testing/open-door.ts';

let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

describe('the federated executor', () => {
  it('answers from one subgraph', async () => {
    expect((await door.ask('{ profile(userId: "A") { name } }')).json).toEqual({
      data: { profile: { name: 'Name A' } },
    });
  });

  it('joins one entity from three subgraphs, without the fields that only the plan needed', async () => {
    const { json } = await door.ask(
      'query Q($id: ID!) { profile(userId: $id) { email locked openChangeRequest { id target { name } } } }',
      { id: 'A' },
    );
    expect(json).toEqual({
      data: {
        profile: {
          email: 'A@example.org',
          locked: false,
          openChangeRequest: { id: 'R-A', target: { name: 'Name T-R-A' } },
        },
      },
    });
  });

  it('joins a list, each entity asked for once', async () => {
    const { data } = await door.ask('{ profiles(first: 50) { userId locked openChangeRequest { state } } }');
    const profiles = data['profiles'] as unknown[];
    expect(profiles).toHaveLength(50);
    expect(profiles[8]).toEqual({ userId: 'U1', locked: true, openChangeRequest: { state: 'SUBMITTED' } });
  });

  it('resolves unions, interfaces, fragments and repeated selections', async () => {
    const { json } = await door.ask(`
      query { things { __typename ... on Named { name } ...C ... on Dog { bark } } named { name ... on Profile { locked } } }
      fragment C on Cat { lives owner { name } owner { locked } }`);
    expect(json).toEqual({
      data: {
        things: [
          { __typename: 'Cat', name: 'Tom', lives: 9, owner: { name: 'Name TOM-OWNER', locked: false } },
          { __typename: 'Dog', name: 'Rex', bark: 'wau' },
        ],
        named: { name: 'Name N1', locked: false },
      },
    });
  });

  it('keeps aliases apart, also on entities of two roots', async () => {
    const { json } =
      await door.ask(`{ a: profile(userId: "A") { locked x: openChangeRequest(kind: "X") { id } y: openChangeRequest(kind: "Y") { id state } }
      b: profile(userId: "U1") { locked } }`);
    expect(json).toEqual({
      data: { a: { locked: false, x: { id: 'X-A' }, y: { id: 'Y-A', state: 'SUBMITTED' } }, b: { locked: true } },
    });
  });

  it.each([
    [true, true, { name: 'Name A', locked: false }],
    [true, false, { name: 'Name A' }],
    [false, true, { locked: false }],
  ])('obeys @include and @skip (%s, %s)', async (named, more, profile) => {
    const query =
      'query Q($named: Boolean!, $more: Boolean!) { profile(userId: "A") { name @include(if: $named) ...More @include(if: $more) } } fragment More on Profile { locked }';
    expect((await door.ask(query, { named, more })).json).toEqual({ data: { profile } });
  });

  it('gives inputs their defaults, enums and nesting', async () => {
    const { data } = await door.ask(
      'query Q($r: Range, $c: Colour = GREEN) { echo(text: "t", range: $r, colour: $c) }',
      { r: { from: 1 } },
    );
    expect(JSON.parse(String(data['echo']))).toEqual({ text: 't', range: { from: 1, to: 9 }, colour: 'GREEN' });
  });

  it('gives a missing entity null, and what cannot be null moves up', async () => {
    expect((await door.ask('{ profile(userId: "NOBODY") { name locked } }')).json).toEqual({ data: { profile: null } });
    const gone = await door.ask('{ profile(userId: "GONE") { name locked } }');
    expect(gone.data).toEqual({ profile: null });
    expect(gone.codes).toEqual(['INTERNAL_SERVER_ERROR']);
  });

  it("places an entity's error at every place the entity stands", async () => {
    const { json, errors } = await door.ask('{ profiles(first: 10) { userId lastLoginAt fragile } }');
    expect(json).toMatchObject({ data: null });
    expect(errors.map((error) => error.path)).toEqual([
      ['profiles', 2, 'fragile'],
      ['profiles', 9, 'fragile'],
    ]);
    expect(errors[0]?.extensions).toEqual({ code: 'FRAGILE' });
  });

  it('runs mutations and abstract results', async () => {
    const { json } = await door.ask(
      'mutation { answerWithTotp(code: "x") { ... on SignedIn { home } ... on FlowRefused { code } } }',
    );
    expect(json).toEqual({ data: { answerWithTotp: { code: 'NO_MATCH' } } });
  });

  it('hands every subgraph the principal of the session', async () => {
    const { json } = await door.ask('{ whoAmI viewer { userId locked } }', undefined, {
      authorization: `Bearer ${tokenOf('U1')}`,
    });
    expect(json).toEqual({ data: { whoAmI: 'U1', viewer: { userId: 'U1', locked: true } } });
  });

  it('keeps what is inaccessible out: fields, types, and values of inaccessible types', async () => {
    expect((await door.ask('{ standing(userId: "A") { name } }')).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect((await door.ask('{ profile(userId: "A") { internalNote } }')).status).toBe(400);
    expect((await door.ask('{ hiddenThing { name } }')).json).toEqual({ data: { hiddenThing: null } });
    for (const field of ['_service { sdl }', '_entities(representations: []) { __typename }']) {
      expect((await door.ask(`{ ${field} }`)).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });
});
