import { buildSubgraphSchema } from '@apollo/subgraph';
import { type CompositionResult, composeServices, compositionHasErrors } from '@theguild/federation-composition';
import {
  type ExecutionResult,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLError,
  execute,
  isAbstractType,
  parse,
  validate,
} from 'graphql';
import { publicApi } from '../federation/public-api.ts';
import {
  DependencyUnavailable,
  Fault,
  type Principal,
  type SubgraphRequest,
  type SubgraphTransport,
} from '@countersign/platform';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@tag", "@shareable"])';

const identity = `${LINK}
type Query {
  viewer: Profile
  profile(userId: ID!): Profile
  profiles(first: Int!): [Profile!]!
  things: [Thing!]!
  named: Named
  whoAmI: String!
  source: String!
  leak: String
  closed: String
  slow(ms: Int!): String
  echo(text: String!, colour: Colour, range: Range): String
  standing(userId: ID!): Hidden @inaccessible
  hiddenThing: Named
}
input Range { from: Int! to: Int = 9 }
enum Colour { RED GREEN }
interface Named { name: String! }
type Profile implements Named @key(fields: "userId") { userId: ID! name: String! email: String! colour: Colour! internalNote: String @inaccessible }
type Cat implements Named { name: String! owner: Profile! lives: Int! }
type Dog implements Named { name: String! bark: String! }
type Hidden implements Named @inaccessible { name: String! secret: String }
union Thing = Cat | Dog
`;

const authentication = `${LINK}
type Query { loginOptions: String! }
type Profile @key(fields: "userId") { userId: ID! locked: Boolean! lastLoginAt: String fragile: String! }
type Mutation {
  answerWithTotp(code: String!): Step! @tag(name: "proof")
  answerWithPassword(password: String!): Step! @tag(name: "proof")
  logOut: Boolean!
  touch: Boolean!
}
union Step = SignedIn | FlowRefused
type SignedIn { home: String! }
type FlowRefused { code: String! message: String! }
`;

const approvals = `${LINK}
type Query { changeRequest(id: ID!): ChangeRequest }
type Subscription { changeRequestUpdated(id: ID): ChangeRequest! otherUpdated: ChangeRequest! }
type Profile @key(fields: "userId") { userId: ID! openChangeRequest(kind: String): ChangeRequest }
type ChangeRequest @key(fields: "id") { id: ID! state: String! target: Profile! before: JSON! }
scalar JSON
`;

/** What the test subgraphs saw: every comparison of a credential, and every principal. */
export interface Seen {
  comparisons: number;
  executions: number;
  principals: Principal[];
}

interface Context {
  readonly principal: Principal;
  readonly reply: { sessionToken?: string; sessionEnded?: boolean };
}

const profile = (userId: string) => ({
  userId,
  name: `Name ${userId}`,
  email: `${userId}@example.org`,
  colour: 'RED',
  internalNote: 'note',
});
const request = (id: string) => ({
  id,
  state: id.startsWith('BIG') ? 'X'.repeat(200_000) : 'SUBMITTED',
  target: { userId: `T-${id}` },
  before: { constructor: 1, a: [1] },
});
const nameOf = ({ principal }: Context): string => (principal.kind === 'session' ? principal.userId : principal.kind);

function resolvers(seen: Seen) {
  const compare = (right: boolean, context: Context) => {
    seen.comparisons += 1;
    if (right) context.reply.sessionToken = 'fresh-token-fresh-token';
    return right
      ? { __typename: 'SignedIn', home: '/dms' }
      : { __typename: 'FlowRefused', code: 'NO_MATCH', message: 'No match.' };
  };
  return {
    identity: {
      Query: {
        viewer: (_: unknown, __: unknown, context: Context) =>
          context.principal.kind === 'session' ? profile(context.principal.userId) : null,
        profile: (_: unknown, { userId }: { userId: string }) => (userId === 'NOBODY' ? null : profile(userId)),
        profiles: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: first }, (__, index) => profile(`U${index % 7}`)),
        things: () => [
          { __typename: 'Cat', name: 'Tom', owner: profile('TOM-OWNER'), lives: 9 },
          { __typename: 'Dog', name: 'Rex', bark: 'wau' },
        ],
        named: () => ({ __typename: 'Profile', ...profile('N1') }),
        hiddenThing: () => ({ __typename: 'Hidden', name: 'hidden', secret: 'x' }),
        whoAmI: (_: unknown, __: unknown, context: Context) => nameOf(context),
        source: (_: unknown, __: unknown, context: Context) => JSON.stringify(context.principal.source),
        leak: () => {
          throw new Error('ER_PARSE_ERROR: SELECT password FROM account');
        },
        closed: () => {
          throw new Fault('OUTSIDE_HOURS', 'Closed until 07:00.', {
            publicDetails: { nextOpening: '07:00' },
            detail: 'private',
          });
        },
        slow: (_: unknown, { ms }: { ms: number }) => new Promise((resolve) => setTimeout(() => resolve('done'), ms)),
        echo: (_: unknown, args: object) => JSON.stringify(args),
        standing: () => ({ name: 'n', secret: 's' }),
      },
      Profile: { __resolveReference: ({ userId }: { userId: string }) => profile(userId) },
    },
    authentication: {
      Query: { loginOptions: () => 'TWO_FACTOR' },
      Mutation: {
        answerWithTotp: (_: unknown, { code }: { code: string }, context: Context) =>
          compare(code === '000001', context),
        answerWithPassword: (_: unknown, { password }: { password: string }, context: Context) =>
          compare(password === 'right', context),
        logOut: (_: unknown, __: unknown, context: Context) => (context.reply.sessionEnded = true),
        touch: () => true,
      },
      Profile: {
        __resolveReference: ({ userId }: { userId: string }) =>
          userId === 'GONE' ? null : { userId, locked: userId === 'U1', lastLoginAt: null },
        fragile: ({ userId }: { userId: string }) => {
          if (userId === 'U2')
            throw new GraphQLError('No such luck.', { extensions: { code: 'FRAGILE', stacktrace: ['at x'] } });
          return `ok ${userId}`;
        },
      },
    },
    approvals: {
      Query: {
        changeRequest: (_: unknown, { id }: { id: string }, context: Context) => {
          if (id === 'AWAY') throw new DependencyUnavailable('identity');
          return context.principal.kind === 'session' && !id.startsWith('FOREIGN') ? request(id) : null;
        },
      },
      Profile: {
        openChangeRequest: ({ userId }: { userId: string }, { kind }: { kind?: string }) =>
          request(`${kind ?? 'R'}-${userId}`),
      },
      ChangeRequest: { __resolveReference: ({ id }: { id: string }) => request(id) },
    },
  };
}

function namedTypes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type) && type.name !== '_Entity')
      type.resolveType = (value: { __typename?: string }) => value.__typename;
  }
}

function schemaOf(sdl: string, own: object): GraphQLSchema {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: own as never }]);
  namedTypes(schema);
  return schema;
}

function transportTo(schema: GraphQLSchema, seen: Seen): SubgraphTransport {
  return async ({ query, variables, operationName }: SubgraphRequest, principal): Promise<ExecutionResult> => {
    seen.executions += 1;
    seen.principals.push(principal);
    const document = parse(query);
    const invalid = validate(schema, document);
    if (invalid.length > 0) return { errors: invalid };
    const context: Context = { principal, reply: {} };
    const result = await execute({ schema, document, contextValue: context, variableValues: variables, operationName });
    return Object.keys(context.reply).length > 0 ? { ...result, extensions: { countersign: context.reply } } : result;
  };
}

/** The same API and facts as one schema, for graphql-js to be compared with. */
function wholeSchema(supergraphSdl: string, own: ReturnType<typeof resolvers>): GraphQLSchema {
  const schema = publicApi(supergraphSdl);
  const fieldsOf = (type: string) => (schema.getType(type) as GraphQLObjectType).getFields();
  const parts: readonly Record<string, Record<string, unknown>>[] = [own.identity, own.authentication, own.approvals];
  for (const part of parts) {
    for (const [name, resolve] of Object.entries(part['Query'] ?? {})) {
      const field = fieldsOf('Query')[name];
      if (field) field.resolve = resolve as NonNullable<typeof field.resolve>;
    }
  }
  const entity = (type: string, name: string, find: (source: never, args: never) => unknown) => {
    const field = fieldsOf(type)[name];
    if (field) field.resolve = find as never;
  };
  for (const name of ['name', 'email', 'colour']) {
    entity('Profile', name, ({ userId }: { userId: string }) => profile(userId)[name as 'name']);
  }
  for (const name of ['locked', 'lastLoginAt'] as const) {
    entity(
      'Profile',
      name,
      ({ userId }: { userId: string }) => own.authentication.Profile.__resolveReference({ userId })?.[name],
    );
  }
  entity('Profile', 'openChangeRequest', own.approvals.Profile.openChangeRequest as never);
  namedTypes(schema);
  return schema;
}

/** Three small real subgraphs, composed, with in-memory transports that record what reaches them. */
export function threeSubgraphs() {
  const seen: Seen = { comparisons: 0, executions: 0, principals: [] };
  const own = resolvers(seen);
  const sdls = { identity, authentication, approvals };
  const composed: CompositionResult = composeServices(
    Object.entries(sdls).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: `http://${name}.invalid` })),
  );
  if (compositionHasErrors(composed)) throw new Error(composed.errors.map((error) => error.message).join('\n'));
  const transports: Record<string, SubgraphTransport> = {};
  for (const name of ['identity', 'authentication', 'approvals'] as const) {
    transports[name] = transportTo(schemaOf(sdls[name], own[name]), seen);
  }
  return { supergraphSdl: composed.supergraphSdl, transports, seen, whole: wholeSchema(composed.supergraphSdl, own) };
}
