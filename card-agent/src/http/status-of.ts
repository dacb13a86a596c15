import type { ErrorCode } from '../error-codes.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  HOST_NOT_ALLOWED: 421,
  ORIGIN_NOT_ALLOWED: 403,
  REQUEST_UNKNOWN: 404,
  REQUEST_MALFORMED: 400,
  REQUEST_TOO_LARGE: 413,
  STATEMENT_MALFORMED: 422,
  STATEMENT_FOREIGN: 403,
  STATEMENT_EXPIRED: 422,
  ASK_UNKNOWN: 404,
  READER_MODULE_FAILED: 500,
};

/** The HTTP status of a code; what the card or another ask stands in the way of is a conflict. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 409;
}
