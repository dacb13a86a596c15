import type { Answer, ApiClient } from './api-client.ts';
import type { FlowStep } from './flow-steps.ts';

/** A step of a flow that may show what a passkey needs. */
export type PasskeyStep = FlowStep & {
  readonly authenticators?: readonly string[];
  readonly options?: unknown;
  readonly offers?: readonly { readonly challenge: { readonly options?: unknown } | null }[];
};

const STEP = `__typename
  ... on ProofsOffered { flow { id } offers { authenticator challenge { ... on PasskeyChallenge { options } } } }
  ... on DeviceRegistrationOffered { flow { id } authenticators }
  ... on AuthenticatorRegistration { flow { id } authenticator options }
  ... on SignedIn { session { id application } sessionToken }
  ... on StepUpGranted { until }
  ... on FlowRefused { code message }`;

const typeOf = (name: string) => (name === 'flowId' ? 'ID!' : 'String!');

/** Sends one step; what the product was too busy to take, which decides nothing, is a refusal. */
export async function passkeyStep(
  client: Pick<ApiClient, 'send'>,
  field: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<PasskeyStep> {
  const names = Object.keys(variables);
  const declared = names.map((name) => `$${name}: ${typeOf(name)}`).join(', ');
  const given = names.map((name) => `${name}: $${name}`).join(', ');
  const call = names.length > 0 ? `mutation(${declared}) { step: ${field}(${given})` : `mutation { step: ${field}`;
  const answer = await client.send<{ step: PasskeyStep | null } | null>(`${call} { ${STEP} } }`, variables);
  return answer.data?.step ?? busy(answer);
}

/** What the flow asks the device to sign. */
export function optionsOf({ offers }: PasskeyStep): unknown {
  const options = offers?.[0]?.challenge?.options;
  if (options === undefined) throw new Error('No passkey is asked for.');
  return options;
}

function busy({ code, text }: Answer<unknown>): PasskeyStep {
  if (code === 'DEPENDENCY_UNAVAILABLE') return { __typename: 'FlowRefused', code };
  throw new Error(text.slice(0, 600));
}
