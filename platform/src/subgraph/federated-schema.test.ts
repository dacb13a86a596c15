import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver, createUnionType } from 'type-graphql';
import { parse } from 'graphql';
import { Fault } from '../faults/fault.ts';
import type { Principal } from '../principal/principal.ts';
import { createSubgraphRuntime } from './create-subgraph-runtime.ts';
import { Internal, Key, Proof } from './directives.ts';
import { requireService } from './require-principal.ts';
import type { SubgraphContext } from './subgraph.ts';

@Key('code')
@ObjectType()
class House {
  @Field(() => ID) code!: string;
  @Internal() @Field(() => String) secretName!: string;
}
@ObjectType()
class Opened {
  readonly __typename = 'Opened';
  @Field(() => House) house!: House;
}
@ObjectType()
class Refused {
  readonly __typename = 'Refused';
  @Field(() => String) code!: string;
}
const Outcome = createUnionType({ name: 'Outcome', types: () => [Opened, Refused] as const });

@Resolver(() => House)
class HouseResolver {
  @Query(() => House, { nullable: true })
  house(@Arg('code', () => ID) code: string) {
    return { code, secretName: 'x' };
  }
  @Query(() => Outcome)
  async outcome(@Arg('open', () => Boolean) open: boolean) {
    return open ? { __typename: 'Opened', house: { code: 'A' } } : { __typename: 'Refused', code: 'NO' };
  }
  @Internal()
  @Query(() => String)
  inner(@Ctx() context: SubgraphContext) {
    requireService(context, 'gateway');
    return 'inner';
  }
  @Query(() => String)
  broken(): string {
    throw new Error('SELECT secret FROM table');
  }
  @Proof()
  @Mutation(() => Outcome)
  open(@Ctx() context: SubgraphContext) {
    context.reply.sessionToken = 't';
    throw new Fault('NOT_TODAY', 'Not today.', { publicDetails: { nextOpening: 'tomorrow' } });
  }
}

const source = { address: '127.0.0.1', userAgent: 'test', requestId: 'r1' };
const anonymous: Principal = { kind: 'anonymous', source };
const runtime = createSubgraphRuntime({
  name: 'test',
  resolvers: [HouseResolver],
  references: { House: (reference: { code: string }) => ({ code: reference.code, secretName: 'y' }) },
  modules: [
    {
      typeDefs: parse('extend type Mutation { answer(code: String!): Outcome! @tag(name: "proof") }'),
      resolvers: { Mutation: { answer: () => ({ __typename: 'Refused', code: 'WRONG' }) } },
    },
    {
      typeDefs: parse('type Subscription { houseUpdated(code: ID): House! }'),
      resolvers: { Subscription: { houseUpdated: { subscribe: () => undefined, resolve: () => ({ code: 'A' }) } } },
    },
  ],
  logger: pino({ level: 'silent' }),
});

describe('a subgraph runtime', () => {
  it('keeps federation directives in its SDL', () => {
    expect(runtime.sdl).toContain('@key(fields: "code")');
    expect(runtime.sdl).toContain('secretName: String! @inaccessible');
    expect(runtime.sdl).toContain('answer(code: String!): Outcome! @tag(name: "proof")');
  });

  it('declares live updates and answers none itself', async () => {
    expect(runtime.sdl).toContain('type Subscription {');
    expect(runtime.sdl).toContain('houseUpdated(code: ID): House!');
    const answer = await runtime.execute({ query: 'subscription { houseUpdated { code } }' }, anonymous);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors).toHaveLength(1);
  });

  it('resolves unions by the name a value gives itself', async () => {
    const query =
      'query Q($open: Boolean!) { outcome(open: $open) { __typename ... on Refused { code } ... on Opened { house { code } } } }';
    expect(await runtime.execute({ query, variables: { open: true } }, anonymous)).toEqual({
      data: { outcome: { __typename: 'Opened', house: { code: 'A' } } },
    });
    expect(await runtime.execute({ query, variables: { open: false } }, anonymous)).toMatchObject({
      data: { outcome: { __typename: 'Refused', code: 'NO' } },
    });
  });

  it('runs a plugin module beside its own classes', async () => {
    const result = await runtime.execute(
      { query: 'mutation { answer(code: "1") { ... on Refused { code } } }' },
      anonymous,
    );
    expect(result).toEqual({ data: { answer: { code: 'WRONG' } } });
  });

  it('resolves references', async () => {
    const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on House { code secretName } } }';
    const result = await runtime.execute({ query, variables: { r: [{ __typename: 'House', code: 'Z' }] } }, anonymous);
    expect(result.data).toEqual({ _entities: [{ code: 'Z', secretName: 'y' }] });
  });

  it('answers an internal field to the named part alone', async () => {
    const refused = await runtime.execute({ query: '{ inner }' }, anonymous);
    expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    const served = await runtime.execute({ query: '{ inner }' }, { kind: 'service', service: 'gateway', source });
    expect(served.data).toEqual({ inner: 'inner' });
  });

  it('masks what is not a fault, and gives a fault its code and public details', async () => {
    const masked = await runtime.execute({ query: '{ broken }' }, anonymous);
    expect(JSON.stringify(masked)).not.toContain('SELECT');
    expect(masked.errors?.[0]?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    const fault = await runtime.execute({ query: 'mutation { open { __typename } }' }, anonymous);
    expect(fault.errors?.[0]?.toJSON()).toMatchObject({
      message: 'Not today.',
      extensions: { code: 'NOT_TODAY', nextOpening: 'tomorrow' },
    });
    expect(fault.extensions).toEqual({ countersign: { sessionToken: 't' } });
  });

  it('answers bad variables with a client code', async () => {
    const result = await runtime.execute(
      { query: 'query Q($open: Boolean!) { outcome(open: $open) { __typename } }', variables: { open: 'x' } },
      anonymous,
    );
    expect(result.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});
