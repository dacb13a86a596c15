/** The trial met something else than a login; its message says what. */
export class TrialFailed extends Error {}

/** Any step of a flow; fields that another kind of step has are absent. */
export interface TrialStep {
  readonly __typename: string;
  readonly flow?: { readonly id: string };
  readonly offers?: readonly {
    readonly authenticator: string;
    readonly challenge: Readonly<Record<string, unknown>>;
  }[];
  readonly authenticators?: readonly string[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly code?: string;
  readonly message?: string;
  readonly sessionToken?: string;
}

/** Sends one mutation of the public API, and answers the step that it led to. */
export type TakeStep = (
  field: string,
  argumentTypes: Readonly<Record<string, string>>,
  values: Readonly<Record<string, unknown>>,
) => Promise<TrialStep>;

/** Takes steps at the door of a product; `challengeFields` are those of the plugin's own challenge type. */
export function trialClient(origin: string, challengeFields: string): TakeStep {
  const step = `__typename
    ... on ProofsOffered { flow { id } offers { authenticator challenge { __typename issuedAt expiresAt
      ... on EmailOtpChallenge { reference } ${challengeFields} } } }
    ... on DeviceRegistrationOffered { flow { id } authenticators }
    ... on AuthenticatorRegistration { flow { id } options }
    ... on NewPasswordRequired { flow { id } }
    ... on SignedIn { sessionToken }
    ... on FlowRefused { code message }`;
  return async (field, argumentTypes, values) => {
    const names = Object.keys(argumentTypes);
    const declared = names.map((name) => `$${name}: ${argumentTypes[name]}`).join(', ');
    const given = names.map((name) => `${name}: $${name}`).join(', ');
    const query = `mutation Trial(${declared}) { ${field}(${given}) { ${step} } }`;
    const answer = await fetch(new URL('/graphql', origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: values }),
    });
    const { data, errors } = (await answer.json()) as Reply;
    const reached = data?.[field];
    if (reached === undefined || reached === null)
      throw new TrialFailed(`${field} answered ${answer.status}: ${errors?.[0]?.message ?? 'nothing'}`);
    return reached;
  };
}

interface Reply {
  readonly data?: Readonly<Record<string, TrialStep | null>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** The flow to go on with, or the reason why there is none. */
export function flowOf(step: TrialStep, expected: string): string {
  if (step.__typename === expected && step.flow !== undefined) return step.flow.id;
  const said = step.code === undefined ? step.__typename : `${step.code}: ${step.message}`;
  throw new TrialFailed(`${expected} was expected, but the answer was ${said}`);
}
