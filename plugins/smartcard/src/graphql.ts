import type { PluginGraphql } from '@countersign/authenticator-kit';

/** The public fields of this plugin; the host joins them to its schema and serves them. */
export const smartcardGraphql: PluginGraphql = {
  sdl: `extend type Mutation {
  "Issues a fresh statement for the card to sign; the former one is void."
  requestSmartcardChallenge(flowId: ID!): FlowStep! @tag(name: "proof")
  "Answers with the card's certificate (DER in base64, or PEM) and its signature of the newest statement (base64)."
  answerWithSmartcard(flowId: ID!, certificate: String!, signature: String!): FlowStep! @tag(name: "proof")
}

"What the smartcard is asked to sign."
type SmartcardChallenge implements Challenge {
  issuedAt: DateTime!
  expiresAt: DateTime!
  nonce: String!
  "The exact text, in UTF-8, that the card signs; docs/smartcard-protocol.md says how."
  statement: String!
}`,
  answerField: 'answerWithSmartcard',
  challengeField: 'requestSmartcardChallenge',
  challengeType: 'SmartcardChallenge',
};
