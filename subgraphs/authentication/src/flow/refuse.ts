import { type ErrorCode, errorCodes } from '../error-codes.ts';
import type { FlowRefused } from './step.ts';

/** A refusal with its registered sentence; the same code always carries the same bytes (O8). */
export function refuse(code: ErrorCode, retryAfterMs?: number): FlowRefused {
  return refuseWith(code, errorCodes[code], retryAfterMs);
}

/** A refusal in the words of a plugin's own rule (a malformed code, a short password). */
export function refuseWith(code: string, message: string, retryAfterMs?: number): FlowRefused {
  const retryAfter = retryAfterMs === undefined ? null : Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return { __typename: 'FlowRefused', code, message, retryAfter };
}
