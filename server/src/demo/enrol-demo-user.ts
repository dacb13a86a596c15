import { randomInt } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { oneTimePassword, timeStep } from '@countersign/authenticator-totp';
import { Fault, type Principal, type Subgraph } from '@countersign/platform';
import { keyOf } from '../walkthrough/authenticator-app.ts';
import type { CaughtMail } from './caught-mail.ts';
import type { DemoRole } from './demo-roles.ts';
import type { DemoUser } from './demo-users-file.ts';

interface Step {
  readonly __typename: string;
  readonly flow?: { readonly id: string };
  readonly otpauthUri?: string;
  readonly warningVersion?: string;
  readonly code?: string;
  readonly message?: string;
}

/** The authentication subgraph to enrol in, its mail, and the instant that its clock shows. */
export interface Enrolment {
  readonly subgraph: Subgraph;
  readonly mail: CaughtMail;
  readonly now: () => Date;
}

const STEP = `__typename
  ... on ProofsOffered { flow { id } }
  ... on NewPasswordRequired { flow { id } }
  ... on DeviceRegistrationOffered { flow { id } }
  ... on DeviceRegistration { flow { id } otpauthUri }
  ... on RiskWarning { flow { id } warningVersion }
  ... on FlowRefused { code message }`;
const anonymous: Principal = {
  kind: 'anonymous',
  source: { address: '127.0.0.1', userAgent: 'countersign demo', requestId: 'demo' },
};
const words = [
  'amber',
  'bamboo',
  'cedar',
  'dragonfruit',
  'ferry',
  'harbour',
  'jade',
  'lantern',
  'mango',
  'peak',
  'tram',
  'typhoon',
];

/** Four different words. */
function newPassword(): string {
  const left = [...words];
  return Array.from({ length: 4 }, () => left.splice(randomInt(left.length), 1)[0]).join('-');
}

async function take(
  subgraph: Subgraph,
  field: string,
  given: Readonly<Record<string, string>>,
): Promise<Step & { readonly flowId: string }> {
  const names = Object.keys(given);
  const query = `mutation (${names.map((name) => `$${name}: ${name.endsWith('Id') ? 'ID!' : 'String!'}`).join(', ')}) {
    ${field}(${names.map((name) => `${name}: $${name}`).join(', ')}) { ${STEP} }
  }`;
  return stepOf(await subgraph.execute({ query, variables: given }, anonymous), field);
}

function refusalIn({ errors }: ExecutionResult, step: Step | undefined): string | null {
  if (errors?.[0] !== undefined) return errors[0].message;
  if (step === undefined) return 'no answer';
  return step.__typename === 'FlowRefused' ? `${step.code}: ${step.message}` : null;
}

function stepOf(result: ExecutionResult, field: string): Step & { readonly flowId: string } {
  const step = result.data?.[field] as Step | undefined;
  const refusal = refusalIn(result, step);
  if (refusal !== null || step === undefined) throw new Fault('DEMO_ENROLMENT_FAILED', `${field}: ${refusal}`);
  return { ...step, flowId: step.flow?.id ?? '' };
}

async function choosePassword({ subgraph, mail }: Enrolment, userId: string): Promise<string> {
  const { flowId } = await take(subgraph, 'beginPasswordReset', { userId });
  const proven = await take(subgraph, 'answerWithEmailOtp', { flowId, code: await mail.codeFor(userId) });
  const password = newPassword();
  await take(subgraph, 'setPassword', { flowId: proven.flowId, newPassword: password, confirmation: password });
  return password;
}

async function enterPassword({ subgraph }: Enrolment, role: DemoRole, password: string): Promise<string> {
  const query = `mutation ($input: BeginLoginInput!) { beginLogin(input: $input) { ${STEP} } }`;
  const input = { application: role.application, method: 'TWO_FACTOR', userId: role.userId, delivery: 'BEARER' };
  const begun = stepOf(await subgraph.execute({ query, variables: { input } }, anonymous), 'beginLogin');
  return (await take(subgraph, 'answerWithPassword', { flowId: begun.flowId, password })).flowId;
}

/** Second-factor failures of one person in a row that lock him (L1 of domain 7). */
const WRONG_CODES = 10;

async function lock(enrolment: Enrolment, role: DemoRole, password: string): Promise<void> {
  for (let wrong = 0; wrong < WRONG_CODES; wrong += 1) {
    const query = `mutation ($flowId: ID!) { answerWithTotp(flowId: $flowId, code: "000000") { __typename } }`;
    const variables = { flowId: await enterPassword(enrolment, role, password) };
    await enrolment.subgraph.execute({ query, variables }, anonymous);
  }
}

/** Gives one demo user a password and a second factor, by the very steps a person takes (W12, W13). */
export async function enrolDemoUser(enrolment: Enrolment, role: DemoRole): Promise<DemoUser> {
  const { subgraph, mail, now } = enrolment;
  const { userId, what } = role;
  const password = await choosePassword(enrolment, userId);
  const flowId = await enterPassword(enrolment, role, password);
  if (role.channel === 'EMAIL') {
    const warning = await take(subgraph, 'skipDeviceRegistration', { flowId });
    await take(subgraph, 'acceptEmailOtpRisk', { flowId, warningVersion: warning.warningVersion ?? '' });
    await take(subgraph, 'answerWithEmailOtp', { flowId, code: await mail.codeFor(userId) });
    return { userId, what, password, otpauthUri: null, lastStep: 0 };
  }
  const { otpauthUri = '' } = await take(subgraph, 'registerDevice', { flowId });
  const counter = timeStep(now());
  await take(subgraph, 'answerWithTotp', { flowId, code: oneTimePassword({ secret: keyOf(otpauthUri), counter }) });
  if (role.isLocked === true) await lock(enrolment, role, password);
  return { userId, what, password, otpauthUri, lastStep: counter };
}
