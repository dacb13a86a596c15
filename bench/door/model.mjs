import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { compileQuery } from 'graphql-jit';

/** One schema and one set of facts for every candidate: three subgraphs that answer at once, from memory. */
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

export const subgraphNames = ['identity', 'authentication', 'approvals'];

const types = {
  identity: `type Query { profile(userId: ID!): Profile profiles(first: Int!): [Profile!]! }
    type Profile @key(fields: "userId") { userId: ID! name: String! email: String! status: Status! participant: String }
    enum Status { ENABLED DISABLED }`,
  authentication: `type Profile @key(fields: "userId") { userId: ID! locked: Boolean! lastLoginAt: String lastLoginMethod: String }`,
  approvals: `type Profile @key(fields: "userId") { userId: ID! openChangeRequest: ChangeRequest }
    type ChangeRequest { id: ID! kind: String! state: String! }`,
};

const identityOf = (userId) => ({
  userId,
  name: `Chan Tai Man ${userId}`,
  email: `${userId}@example.org`,
  status: 'ENABLED',
  participant: 'ABC',
});
const authenticationOf = (userId) => ({
  userId,
  locked: false,
  lastLoginAt: '2023-04-03T01:30:00.000Z',
  lastLoginMethod: 'TWO_FACTOR',
});
const approvalsOf = (userId) => ({
  userId,
  openChangeRequest: { id: `R-${userId}`, kind: 'PROFILE_CHANGE', state: 'SUBMITTED' },
});

const users = Array.from({ length: 50 }, (_, index) => `HKABC1${String(index).padStart(2, '0')}`);
const rootFields = {
  profile: (_, { userId }) => identityOf(userId),
  profiles: (_, { first }) => users.slice(0, first).map(identityOf),
};
const resolvers = {
  identity: { Query: rootFields, Profile: { __resolveReference: ({ userId }) => identityOf(userId) } },
  authentication: { Profile: { __resolveReference: ({ userId }) => authenticationOf(userId) } },
  approvals: { Profile: { __resolveReference: ({ userId }) => approvalsOf(userId) } },
};

export const subgraphSchema = (name) =>
  buildSubgraphSchema([{ typeDefs: parse(`${LINK}\n${types[name]}`), resolvers: resolvers[name] }]);

/** Runs operations with graphql-jit, each text compiled once. */
export function subgraphExecutor(name) {
  const schema = subgraphSchema(name);
  const compiled = new Map();
  return async (text, variables, operationName) => {
    let run = compiled.get(text);
    if (!run) {
      run = compileQuery(schema, parse(text), operationName);
      compiled.set(text, run);
    }
    return run.query(undefined, undefined, variables ?? {});
  };
}

export function supergraph(urls) {
  const composed = composeServices(
    subgraphNames.map((name) => ({
      name,
      typeDefs: parse(`${LINK}\n${types[name]}`),
      url: urls?.[name] ?? `http://${name}.invalid`,
    })),
  );
  if (compositionHasErrors(composed)) throw new Error(composed.errors.map(String).join('\n'));
  return composed.supergraphSdl;
}

/** The same API as one schema without federation. */
export const whole = {
  typeDefs: `type Query { profile(userId: ID!): Profile profiles(first: Int!): [Profile!]! }
    type Profile { userId: ID! name: String! email: String! status: Status! participant: String
      locked: Boolean! lastLoginAt: String lastLoginMethod: String openChangeRequest: ChangeRequest }
    enum Status { ENABLED DISABLED }
    type ChangeRequest { id: ID! kind: String! state: String! }`,
  resolvers: {
    Query: rootFields,
    Profile: {
      locked: ({ userId }) => authenticationOf(userId).locked,
      lastLoginAt: ({ userId }) => authenticationOf(userId).lastLoginAt,
      openChangeRequest: ({ userId }) => approvalsOf(userId).openChangeRequest,
    },
  },
};

const ALL = 'userId name email status locked lastLoginAt openChangeRequest { id kind state }';
export const shapes = {
  small: { query: 'query Small($id: ID!) { profile(userId: $id) { userId name } }', variables: { id: 'HKABC101' } },
  entity: { query: `query Entity($id: ID!) { profile(userId: $id) { ${ALL} } }`, variables: { id: 'HKABC101' } },
  list: { query: `query List { profiles(first: 50) { ${ALL} } }`, variables: {} },
};
