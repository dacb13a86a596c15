import type { PluginGraphql } from '@countersign/authenticator-kit';

/** The public fields of this plugin; the host joins them to its schema and serves them. */
export const emailOtpGraphql: PluginGraphql = {
  sdl: `extend type Mutation {
  "Mails a fresh one-time password. Within a minute of the last it shows that one's challenge once, then refuses."
  requestEmailOtp(flowId: ID!): FlowStep! @tag(name: "proof")
  "Answers with the one-time password of the newest mail."
  answerWithEmailOtp(flowId: ID!, code: String!): FlowStep! @tag(name: "proof")
}

"A one-time password was mailed, if there is a registered address."
type EmailOtpChallenge implements Challenge {
  issuedAt: DateTime!
  expiresAt: DateTime!
  "Masked address; null in a password reset, where nothing is proven yet."
  sentTo: String
  "Also printed in the mail."
  reference: String!
  resendAvailableAt: DateTime!
}`,
  answerField: 'answerWithEmailOtp',
  challengeField: 'requestEmailOtp',
  challengeType: 'EmailOtpChallenge',
};
