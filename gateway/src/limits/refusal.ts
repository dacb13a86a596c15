import type { DoorErrorCode } from '../error-codes.ts';

/** Why the door turned a request away before anything ran. */
export interface Refusal {
  readonly status: number;
  readonly code: DoorErrorCode;
  readonly message: string;
}

/** A refusal in the shape of a GraphQL response, so that clients read every failure the same way. */
export function refusalBody(
  { code, message }: Omit<Refusal, 'status'>,
  extensions?: Readonly<Record<string, unknown>>,
) {
  return { errors: [{ message, extensions: { code, ...extensions } }] };
}
