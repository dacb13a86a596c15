/** Every refusal that this subgraph itself can give, with what it means and what to do. Codes are never reused. */
export const errorCodes = {
  ALREADY_DECIDED:
    'Someone has already decided this request, in another way; the message says who and when. Look at the request again.',
  AUTHORISATION_CODE_REVOKED: 'Your authorisation code was revoked. Choose "Renew now" to get a new one.',
  AUTHORISATION_FAILED:
    'The checker ID and authorisation code do not fit together. Check both; three failures in a row cancel the request and revoke the code.',
  BULK_HAS_ERRORS: 'Lines of the bulk file have errors; the message lists the first. Correct them, or leave them out.',
  BULK_LINE_NOT_FOUND: 'The bulk request has no such line that could be struck. Look at its lines again.',
  BULK_NOTHING_LEFT: 'Striking these lines would leave none. Reject the request instead.',
  BULK_ONLY: 'Only lines of a bulk change can be struck.',
  CHECKER_IS_TARGET: 'A checker cannot authorise a change to their own profile. Ask another checker.',
  CHECKER_SESSION_REQUIRED:
    'A code is not enough for this change. The checker approves it in a session of their own, after a one-time code.',
  DIGEST_MISMATCH: 'The request is not what was shown on the screen. Load it again and read it before deciding.',
  FILTER_NEEDS_PARTICIPANT: 'The report is one participant’s. Name the participant whose report you want.',
  INVALID_PAGE: 'The page asked for does not exist: `first` is 1 to 100 and `after` is a cursor of an earlier page.',
  MAKER_IS_CHECKER: 'Maker and checker must be two people. Ask another checker, or cancel your own request.',
  MAKER_SESSION_ENDED: 'Your session has ended. Log in again; the request is still waiting.',
  NOT_A_CHECKER: 'This needs an enabled DA Checker with access level EE.',
  NOT_PERMITTED:
    'Requests and reports of them are shown to a DA Maker or DA Checker with access level EE; some reports to the clearing house alone.',
  NOT_YOUR_REQUEST: 'Only the maker of a request may do this. Checkers decide in a session of their own.',
  PAGE_TOO_LARGE: 'A page holds 1 to 100 requests. Ask for fewer and continue with the cursor.',
  QUEUED_APPROVAL_OFF:
    'For your participant changes are authorised on the maker’s screen only. Use the authorisation code there.',
  REASON_REQUIRED: 'Give a reason of 1 to 500 visible characters on one line, so that the maker learns what to change.',
  REQUEST_ALREADY_OPEN:
    'A request on this profile is waiting for a checker; the message says whose and since when. Decide or cancel that one first.',
  REQUEST_EXPIRED: 'Nobody decided the request in time. Submit it again.',
  REQUEST_NOT_FOUND: 'There is no such change request for you. Check the number.',
  SAME_PERSON:
    'Maker and checker share a registered email or smartcard, so they count as one person. Ask another checker.',
  STEP_UP_REQUIRED: 'Confirm with your one-time code first; the confirmation is good for five minutes.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorCodes;
