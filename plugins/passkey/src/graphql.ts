import type { PluginGraphql } from '@countersign/authenticator-kit';

/** The public fields of this plugin; the host joins them to its schema and serves them. */
export const passkeyGraphql: PluginGraphql = {
  sdl: `extend type Mutation {
  "Asks for a fresh challenge; the one before is void."
  requestPasskeyChallenge(flowId: ID!): FlowStep! @tag(name: "proof")
  "Answers with what navigator.credentials.get() gave, or create() for a passkey being registered, as JSON text (toJSON())."
  answerWithPasskey(flowId: ID!, response: String!): FlowStep! @tag(name: "proof")
}

"To be signed by the person's passkey."
type PasskeyChallenge implements Challenge {
  issuedAt: DateTime!
  expiresAt: DateTime!
  "The options of navigator.credentials.get(), for PublicKeyCredential.parseRequestOptionsFromJSON()."
  options: JSON!
}`,
  answerField: 'answerWithPasskey',
  challengeField: 'requestPasskeyChallenge',
  challengeType: 'PasskeyChallenge',
};
