import { type ApiClient, WalkthroughFailed } from './api-client.ts';
import type { Desks } from './desks.ts';
import type { Narrator } from './narrator.ts';

/** A change request or the refusal of one. */
export interface Change {
  readonly __typename: string;
  readonly id: string;
  readonly digest: string;
  readonly state: string;
  readonly code: string;
  readonly message: string | null;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** What the walkthrough asks of every change. */
export const OUTCOME =
  '__typename ... on ChangeRequest { id digest state message before after } ... on ChangeRefused { code message }';

const APPROVE = `mutation ($requestId: ID!, $digest: String!) {
  approveChange(requestId: $requestId, digest: $digest) { ${OUTCOME} }
}`;

/** The change, once it stands where it should; anything else ends the walkthrough with what was answered. */
export function accepted(change: Change, ...states: readonly string[]): Change {
  if (change.__typename === 'ChangeRequest' && states.includes(change.state)) return change;
  const said = change.__typename === 'ChangeRefused' ? `${change.code}: ${change.message}` : `state ${change.state}`;
  throw new WalkthroughFailed(`The change should be ${states.join(' or ')}, but the answer was ${said}`);
}

/** A maker submits one change through its own mutation. */
export async function submit(
  maker: ApiClient,
  [field, type]: readonly [string, string],
  input: Readonly<Record<string, unknown>>,
): Promise<Change> {
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${OUTCOME} } }`;
  return accepted(await maker.ask<Change>(query, { input }), 'SUBMITTED');
}

/** W2: the checker approves, in the session that was confirmed a moment ago, exactly what the digest stands for. */
export async function approve(
  { checker }: Desks,
  narrator: Narrator,
  { id, digest }: Pick<Change, 'id' | 'digest'>,
): Promise<Change> {
  const done = await checker.session.ask<Change>(APPROVE, { requestId: id, digest });
  const change = accepted(done, 'EXECUTED', 'AUTHORISED');
  narrator.step(`${checker.userId} reads before and after, and approves`, `${change.state}: ${change.message}`);
  return change;
}
