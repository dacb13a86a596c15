/** Codes that the platform itself puts on faults. */
export const errorCodes = {
  DEPENDENCY_UNAVAILABLE:
    'A database, the volatile store or another part is out of reach, or too busy to answer in time. Nothing was decided; try again in a moment.',
  UNAUTHENTICATED: 'The operation needs a live session, or, between parts, a valid assertion. Log in and try again.',
  FORBIDDEN: 'The operation is not available to this caller. Nothing was done.',
  BAD_REQUEST: 'The body is not one GraphQL request. Send a JSON object with a query.',
  BAD_USER_INPUT: 'The document or a variable does not fit the schema. Correct it as the message says.',
  INTERNAL_SERVER_ERROR:
    'Something failed that nobody foresaw. The request id leads the operator to it; try again later.',
} as const satisfies Record<string, string>;
