import type { Answer, ApiClient } from './api-client.ts';

/** Any step of a flow, as the public API shows it. Fields that the step does not have are absent. */
export interface FlowStep {
  readonly __typename: string;
  readonly flow?: { readonly id: string; readonly expiresAt: string };
  readonly offers?: readonly {
    readonly authenticator: string;
    readonly challenge: {
      readonly issuedAt: string;
      readonly expiresAt: string;
      readonly sentTo?: string;
      readonly reference?: string;
    } | null;
  }[];
  readonly message?: string;
  readonly code?: string;
  readonly retryAfter?: number | null;
  readonly canSkip?: boolean;
  readonly otpauthUri?: string;
  readonly qrCode?: string;
  readonly manualEntryKey?: string;
  readonly account?: string;
  readonly warningVersion?: string;
  readonly text?: string;
  readonly rules?: { readonly minimumLength: number; readonly maximumLength: number; readonly message: string };
  readonly session?: { readonly id: string; readonly application: string; readonly expiresAt: string };
  readonly home?: string;
  readonly sessionToken?: string | null;
  readonly until?: string;
  readonly channel?: string;
  readonly authenticator?: string;
  readonly codes?: readonly string[];
}

/** Everything a client may learn from a step. */
export const STEP = `
  __typename
  ... on ProofsOffered { flow { id expiresAt } message offers { authenticator challenge { issuedAt expiresAt ... on EmailOtpChallenge { sentTo reference } } } }
  ... on DeviceRegistrationOffered { flow { id expiresAt } canSkip message }
  ... on DeviceRegistration { flow { id expiresAt } otpauthUri qrCode manualEntryKey account }
  ... on RiskWarning { flow { id expiresAt } warningVersion text }
  ... on NewPasswordRequired { flow { id expiresAt } rules { minimumLength maximumLength message } }
  ... on PasswordChanged { message }
  ... on SignedIn { session { id application expiresAt } home sessionToken }
  ... on StepUpGranted { until }
  ... on ChannelChanged { channel message }
  ... on DeviceReplaced { authenticator message }
  ... on RecoveryCodesIssued { codes message }
  ... on FlowRefused { code message retryAfter }`;

type Variables = Readonly<Record<string, string>>;
type Sender = Pick<ApiClient, 'send'>;

/** Name, variables and their types of every field that answers with a step. */
const fields = {
  beginPasswordReset: { userId: 'ID!' },
  beginStepUp: {},
  answerWithPassword: { flowId: 'ID!', password: 'String!' },
  requestEmailOtp: { flowId: 'ID!' },
  answerWithEmailOtp: { flowId: 'ID!', code: 'String!' },
  answerWithTotp: { flowId: 'ID!', code: 'String!' },
  answerWithRecoveryCode: { flowId: 'ID!', code: 'String!' },
  changeOtpChannel: { to: 'OtpChannel!' },
  replaceDevice: {},
  changePassword: {},
  renewRecoveryCodes: {},
  setPassword: { flowId: 'ID!', newPassword: 'String!', confirmation: 'String!' },
  registerDevice: { flowId: 'ID!' },
  skipDeviceRegistration: { flowId: 'ID!' },
  acceptEmailOtpRisk: { flowId: 'ID!', warningVersion: 'String!' },
} as const satisfies Record<string, Variables>;

export type StepField = keyof typeof fields;

/** The document of one step field. */
export function stepDocument(field: StepField): string {
  const entries = Object.entries(fields[field] as Variables);
  const declared = entries.map(([name, type]) => `$${name}: ${type}`).join(', ');
  const given = entries.map(([name]) => `${name}: $${name}`).join(', ');
  return `mutation${declared === '' ? '' : `(${declared})`} { ${field}${given === '' ? '' : `(${given})`} { ${STEP} } }`;
}

/** Sends one step field and answers the whole reply. */
export function sendStep(client: Sender, field: StepField, variables: Record<string, string> = {}): Promise<Answer> {
  return client.send(stepDocument(field), variables);
}

/** Sends one step field and answers the step; an error of the API fails the test here, with its text. */
export async function step(
  client: Sender,
  field: StepField,
  variables: Record<string, string> = {},
): Promise<FlowStep> {
  return stepOf(await sendStep(client, field, variables), field);
}

/** The document that begins a login. */
export const BEGIN_LOGIN = `mutation($input: BeginLoginInput!) { beginLogin(input: $input) { ${STEP} } }`;

/** Begins a two-factor login as a program that keeps its session as a bearer token. */
export async function beginLogin(
  client: Sender,
  input: {
    readonly userId: string;
    readonly application: string;
    readonly delivery?: 'COOKIE' | 'BEARER';
    readonly method?: string;
  },
): Promise<FlowStep> {
  const variables = { input: { method: 'TWO_FACTOR', delivery: 'BEARER', ...input } };
  return stepOf(await client.send(BEGIN_LOGIN, variables), 'beginLogin');
}

/** The step inside a reply. */
export function stepOf(answer: Answer, field: string): FlowStep {
  const found = (answer.data as Record<string, FlowStep | null>)?.[field];
  if (found === undefined || found === null)
    throw new Error(`${field} answered ${answer.status} ${answer.text.slice(0, 600)}`);
  return found;
}

/** The flow's id; a step without one fails the test with what it was instead. */
export function flowId(of: FlowStep): string {
  if (of.flow === undefined) throw new Error(`No flow in ${JSON.stringify(of)}`);
  return of.flow.id;
}
