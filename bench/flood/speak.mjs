/** One GraphQL operation on a kept connection. */
export async function ask(connection, query, variables, headers = '') {
  const { body } = await connection.post('/graphql', { query, variables }, headers);
  return JSON.parse(body);
}

const BEGIN = `mutation Begin($input: BeginLoginInput!) { beginLogin(input: $input) { __typename ... on ProofsOffered { flow { id } } } }`;

/** Begins a login and answers its flow's id. */
export async function begin(connection, userId, headers) {
  const input = { application: 'CCMS', method: 'TWO_FACTOR', userId, delivery: 'BEARER' };
  return (await ask(connection, BEGIN, { input }, headers)).data.beginLogin.flow.id;
}

export const PASSWORD = `mutation Password($flowId: ID!, $password: String!) {
  answerWithPassword(flowId: $flowId, password: $password) { __typename ... on FlowRefused { code } } }`;

export const CODE = `mutation Code($flowId: ID!, $code: String!) {
  answerWithTotp(flowId: $flowId, code: $code) { __typename ... on SignedIn { sessionToken } ... on FlowRefused { code } } }`;
