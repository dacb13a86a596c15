/** Codes the door itself answers with. What each means and what a client should do. */
export const errorCodes = {
  REQUEST_TOO_LARGE:
    'The request body exceeds 64 KiB, or 704 KiB with a bulk file in a variable `csv`. Send less in one request.',
  HEADERS_TOO_LARGE: 'The address and headers exceed 16 KiB. Send less of them.',
  REQUEST_TIMEOUT: 'The request did not arrive in full in time. Send it again.',
  UNSUPPORTED_MEDIA_TYPE: 'Only `Content-Type: application/json` is read. Set that header.',
  METHOD_NOT_ALLOWED: 'GraphQL is served by POST alone. Send the operation in a POST body.',
  CROSS_SITE_REQUEST: 'A page of another site sent this request. Use Countersign from its own address.',
  BAD_JSON: 'The request body is not one plain JSON object. Send `{ "query": "...", "variables": { } }`.',
  QUERY_MISSING: 'The body has no `query` text. Send `{ "query": "...", "variables": { } }`.',
  BATCHING_REFUSED: 'The body is a JSON array. Send one operation per request.',
  DOCUMENT_TOO_LARGE: 'The document has more than 1,000 tokens. Split it into smaller operations.',
  DOCUMENT_TOO_DEEP:
    'The document nests fields more than 12 levels deep, or fragments more than 24. Ask for less depth.',
  DOCUMENT_TOO_COMPLEX:
    'The document, with its fragments spread, selects more than 1,000 fields. Ask for fewer fields.',
  TOO_MANY_ROOT_FIELDS: 'An operation may hold at most 20 root fields, aliases counted. Split it.',
  ONE_OPERATION_PER_DOCUMENT: 'A document must hold exactly one operation. Send the others on their own.',
  ONE_PROOF_PER_OPERATION:
    'A mutation that proves or decides something must be the only root field of its operation. Send it alone.',
  ALIAS_REFUSED: 'The alias is a reserved name, or the name of a key field. Choose another alias.',
  INTROSPECTION_ALONE: '`__schema` and `__type` must not be mixed with other root fields. Send them alone.',
  AMBIGUOUS_CREDENTIALS: 'A session cookie and a different bearer token came together. Send one of them.',
  QUERY_TIMEOUT: 'The operation took too long. If it was a mutation, look up its effect before sending it again.',
  EVENT_STREAM_REQUIRED:
    'A subscription is answered as a stream of events. Send it by POST with `Accept: text/event-stream`.',
  ONE_LIVE_FIELD: 'A subscription holds exactly one field, written directly in it and not by a fragment.',
  TOO_MANY_STREAMS: 'Too many live updates are open, in this session or in all. Close one, or try again later.',
  UNAUTHENTICATED: 'This needs a live session. Log in and try again.',
  FORBIDDEN: 'This is not available to this caller. Nothing was done.',
  EXPORT_TICKET_INVALID:
    'This is no ticket for a download of yours: it is unknown, was used, or has expired. Ask for the export again.',
  TOO_MANY_EXPORTS: 'Too many files are on their way, to you or in all. The ticket was not used: try again later.',
  TOO_MANY_INTROSPECTIONS: 'Too many tokens were asked about in this minute. Ask again after the time shown.',
  NOT_FOUND: 'There is nothing at this address. GraphQL is at POST /graphql.',
  BAD_REQUEST: 'The request could not be read as HTTP or as a GraphQL request. The message names the part.',
  GRAPHQL_PARSE_FAILED: 'The document is not valid GraphQL. The message names the place.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema. The message names the field or argument.',
  BAD_USER_INPUT: 'A variable or argument has the wrong type. The message names it.',
  DEPENDENCY_UNAVAILABLE: 'A part of the system is briefly out of reach. Try again in a moment.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on the side of the system. Give the request ID to your support desk.',
} as const satisfies Record<string, string>;

export type DoorErrorCode = keyof typeof errorCodes;
