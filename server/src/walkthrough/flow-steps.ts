import { type ApiClient, WalkthroughFailed } from './api-client.ts';

/** Any step of a login, reset or step-up flow; fields another kind of step has are absent. */
export interface FlowStep {
  readonly __typename: string;
  readonly flow?: { readonly id: string };
  readonly offers?: readonly {
    readonly authenticator: string;
    readonly challenge: { readonly sentTo?: string; readonly reference?: string } | null;
  }[];
  readonly message?: string;
  readonly code?: string;
  readonly retryAfter?: number | null;
  readonly otpauthUri?: string;
  readonly session?: { readonly application: string };
  readonly home?: string;
  readonly sessionToken?: string | null;
  readonly until?: string;
  readonly codes?: readonly string[];
}

const step = `__typename
  ... on ProofsOffered { flow { id } message offers { authenticator challenge { ... on EmailOtpChallenge { sentTo reference } } } }
  ... on DeviceRegistrationOffered { flow { id } message }
  ... on DeviceRegistration { flow { id } otpauthUri }
  ... on RiskWarning { flow { id } }
  ... on NewPasswordRequired { flow { id } }
  ... on PasswordChanged { message }
  ... on SignedIn { session { application } home sessionToken }
  ... on StepUpGranted { until }
  ... on RecoveryCodesIssued { codes }
  ... on FlowRefused { code message retryAfter }`;

/** Documents of the steps that the walkthrough takes. */
const documents = {
  beginLogin: `mutation ($input: BeginLoginInput!) { beginLogin(input: $input) { ${step} } }`,
  beginPasswordReset: `mutation ($userId: ID!) { beginPasswordReset(userId: $userId) { ${step} } }`,
  beginStepUp: `mutation { beginStepUp { ${step} } }`,
  renewRecoveryCodes: `mutation { renewRecoveryCodes { ${step} } }`,
  replaceDevice: `mutation { replaceDevice { ${step} } }`,
  answerWithPassword: `mutation ($flowId: ID!, $password: String!) { answerWithPassword(flowId: $flowId, password: $password) { ${step} } }`,
  answerWithEmailOtp: `mutation ($flowId: ID!, $code: String!) { answerWithEmailOtp(flowId: $flowId, code: $code) { ${step} } }`,
  answerWithTotp: `mutation ($flowId: ID!, $code: String!) { answerWithTotp(flowId: $flowId, code: $code) { ${step} } }`,
  answerWithRecoveryCode: `mutation ($flowId: ID!, $code: String!) { answerWithRecoveryCode(flowId: $flowId, code: $code) { ${step} } }`,
  setPassword: `mutation ($flowId: ID!, $newPassword: String!, $confirmation: String!) { setPassword(flowId: $flowId, newPassword: $newPassword, confirmation: $confirmation) { ${step} } }`,
  registerDevice: `mutation ($flowId: ID!) { registerDevice(flowId: $flowId) { ${step} } }`,
} as const;

type StepName = keyof typeof documents;

/** Takes one step and expects a certain kind of answer; any other answer ends the walkthrough with what it was. */
export async function take(
  client: ApiClient,
  name: StepName,
  variables: Readonly<Record<string, unknown>>,
  expected: string,
): Promise<FlowStep> {
  const answer = await client.ask<FlowStep>(documents[name], variables);
  if (answer.__typename === expected) return answer;
  const said = answer.code === undefined ? answer.__typename : `${answer.code}: ${answer.message}`;
  throw new WalkthroughFailed(`${name} should have led to ${expected}, but the answer was ${said}`);
}

/** The flow that a step belongs to. */
export function flowId(of: FlowStep): string {
  if (of.flow === undefined) throw new WalkthroughFailed(`${of.__typename} names no flow`);
  return of.flow.id;
}
