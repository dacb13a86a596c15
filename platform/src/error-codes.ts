/** Codes that the platform itself puts on faults. */
export const errorCodes = {
  DEPENDENCY_UNAVAILABLE:
    'A database, the volatile store or another part is out of reach, or too busy to answer in time. Nothing was decided; try again in a moment.',
  UNAUTHENTICATED: 'The operation needs a live session, or, between parts, a valid assertion. Log in and try again.',
  FORBIDDEN: 'The operation is not available to this caller. Nothing was done.',
  BAD_REQUEST: 'The body is not one GraphQL request. Send a JSON object with a query.',
  BAD_USER_INPUT: 'The document or a variable does not fit the schema. Correct it as the message says.',
  CURSOR_INVALID: 'The page position was not made by this report. Start again without it.',
  INVALID_INPUT: 'An argument of a report is unknown, of the wrong kind or too long. Correct it as the message says.',
  PAGE_TOO_LARGE: 'A page of a report holds a limited number of rows. Ask for fewer and continue with the cursor.',
  REPORT_UNKNOWN: 'There is no such report. See the fields of reports in the API.',
  INTERNAL_SERVER_ERROR:
    'Something failed that nobody foresaw. The request id leads the operator to it; try again later.',
} as const satisfies Record<string, string>;
