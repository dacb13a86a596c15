import type { Answer, ApiClient } from './api-client.ts';

/** A change request or the refusal of one, as the public API shows it. */
export interface Change {
  readonly __typename: 'ChangeRequest' | 'ChangeRefused';
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly target: { readonly userId: string };
  readonly maker: string;
  readonly checker: string | null;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
  readonly digest: string;
  readonly version: number;
  readonly expiresAt: string;
  readonly warnings: readonly string[];
  readonly message: string | null;
  readonly code: string;
  readonly field: string | null;
  readonly nextOpening: string | null;
}

const REQUEST = 'id kind state target { userId } maker checker before after digest version message expiresAt warnings';
const OUTCOME = `__typename ... on ChangeRequest { ${REQUEST} } ... on ChangeRefused { code message field nextOpening }`;

/** Documents of everything that happens to a change request. */
export const changeDocuments = {
  submitProfileChange: `mutation($input: ProfileChangeInput!) { submitProfileChange(input: $input) { ${OUTCOME} } }`,
  authoriseChange: `mutation($input: AuthoriseChangeInput!) { authoriseChange(input: $input) { ${OUTCOME} } }`,
  approveChange: `mutation($requestId: ID!, $digest: String!) { approveChange(requestId: $requestId, digest: $digest) { ${OUTCOME} } }`,
  rejectChange: `mutation($requestId: ID!, $reason: String!) { rejectChange(requestId: $requestId, reason: $reason) { ${OUTCOME} } }`,
  cancelChange: `mutation($requestId: ID!) { cancelChange(requestId: $requestId) { ${OUTCOME} } }`,
  changeRequest: `query($id: ID!) { changeRequest(id: $id) { __typename ${REQUEST} } }`,
  revealAuthorisationCode: `mutation { revealAuthorisationCode { __typename ... on AuthorisationCode { code validFrom validUntil version } ... on AuthorisationCodeRefused { code message } } }`,
  renewAuthorisationCode: `mutation { renewAuthorisationCode { __typename ... on AuthorisationCode { code validFrom validUntil version } ... on AuthorisationCodeRefused { code message } } }`,
} as const;

/** The one field of a reply; an error of the API fails the test here, with its text. */
export function only<T>(answer: Answer<Record<string, unknown>>): T {
  const [found] = Object.values(answer.data ?? {});
  if (found === undefined || found === null) throw new Error(`Answered ${answer.status} ${answer.text.slice(0, 600)}`);
  return found as T;
}

/** A maker proposes values for a profile at the version he saw. */
export async function submitChange(
  maker: ApiClient,
  input: { readonly userId: string; readonly version: number; readonly set: Readonly<Record<string, unknown>> },
): Promise<Change> {
  return only<Change>(await maker.send(changeDocuments.submitProfileChange, { input }));
}

/** On the maker's screen the checker enters his ID and code (W2). */
export async function authorise(
  maker: ApiClient,
  input: { readonly requestId: string; readonly checkerId: string; readonly authorisationCode: string },
): Promise<Change> {
  return only<Change>(await maker.send(changeDocuments.authoriseChange, { input }));
}

/** In his own stepped-up session the checker approves what he saw (W2 queued). */
export async function approve(checker: ApiClient, requestId: string, digest: string): Promise<Change> {
  return only<Change>(await checker.send(changeDocuments.approveChange, { requestId, digest }));
}

export async function reject(checker: ApiClient, requestId: string, reason: string): Promise<Change> {
  return only<Change>(await checker.send(changeDocuments.rejectChange, { requestId, reason }));
}

export async function cancel(maker: ApiClient, requestId: string): Promise<Change> {
  return only<Change>(await maker.send(changeDocuments.cancelChange, { requestId }));
}

export async function readChange(client: ApiClient, id: string): Promise<Change | null> {
  const answer = await client.send(changeDocuments.changeRequest, { id });
  return ((answer.data as { changeRequest?: Change | null }).changeRequest ?? null) as Change | null;
}

export interface Code {
  readonly __typename: 'AuthorisationCode' | 'AuthorisationCodeRefused';
  /** The authorisation code, or the code of the refusal. */
  readonly code: string;
  readonly message?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly version?: number;
}

export async function revealCode(checker: ApiClient): Promise<Code> {
  return only<Code>(await checker.send(changeDocuments.revealAuthorisationCode));
}

export async function renewCode(checker: ApiClient): Promise<Code> {
  return only<Code>(await checker.send(changeDocuments.renewAuthorisationCode));
}
