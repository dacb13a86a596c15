import { errorCodes } from '../error-codes.ts';
import type { DoorRequest } from '../federation/apollo-door.ts';
import type { Refusal } from '../limits/refusal.ts';

function refuse(code: Refusal['code'], message: string = errorCodes[code]): Refusal {
  return { status: 400, code, message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

function wrongMember({ query, variables, operationName }: Record<string, unknown>): Refusal | undefined {
  if (typeof query !== 'string' || query.trim() === '') return refuse('QUERY_MISSING');
  if (!isAbsent(variables) && !isRecord(variables))
    return refuse('BAD_REQUEST', '`variables` must be an object of variable values.');
  if (!isAbsent(operationName) && typeof operationName !== 'string')
    return refuse('BAD_REQUEST', '`operationName` must be text.');
  return undefined;
}

/** Takes the three members the door reads out of a parsed body; `extensions` and everything else is left behind. */
export function readBody(body: unknown): DoorRequest | Refusal {
  if (Array.isArray(body)) return refuse('BATCHING_REFUSED');
  if (!isRecord(body)) return refuse('BAD_JSON');
  const wrong = wrongMember(body);
  if (wrong) return wrong;
  const { query, variables, operationName } = body as {
    query: string;
    variables?: Record<string, unknown>;
    operationName?: string;
  };
  return { query, ...(variables && { variables }), ...(operationName && { operationName }) };
}
