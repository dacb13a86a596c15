/** Codes the card agent answers with: the sentence is what a person may be shown. */
export const errorCodes = {
  HOST_NOT_ALLOWED: 'The request was not sent to the address of the card agent. Use http://127.0.0.1 and its port.',
  ORIGIN_NOT_ALLOWED: 'This site is not among those that the card agent works for. Ask who set it up to add the site.',
  REQUEST_UNKNOWN: 'The card agent has nothing at this address.',
  REQUEST_MALFORMED: 'The request is not JSON of the known shape.',
  REQUEST_TOO_LARGE: 'The request exceeds 16 KiB.',
  STATEMENT_MALFORMED: 'The card agent signs nothing but a sign-in statement of a form that it knows.',
  STATEMENT_FOREIGN: 'The statement was made for another site than the one that asks.',
  STATEMENT_EXPIRED: 'The time to sign in has run out, or the clock of this PC is wrong. Start again.',
  ASK_IN_PROGRESS: 'Another sign-in waits for its PIN on this PC. Finish or cancel that one first.',
  ASK_UNKNOWN: 'This request is not known, was fetched already or has run out. Start again.',
  ASK_CANCELLED: 'You cancelled. Nothing was signed.',
  CARD_MISSING: 'No card was found. Insert your card and try again.',
  CARD_EMPTY: 'The card holds no certificate with its key. Ask your Delegated Administrator.',
  CARD_REMOVED: 'The card was removed before it had finished. Insert it and start again.',
  CARD_UNKNOWN: 'The chosen card is not there. Choose one of the cards shown.',
  CARD_FAILED: 'The card or its reader failed. Take the card out, insert it and start again.',
  CARD_TIMEOUT: 'The card did not answer in time. Take the card out, insert it and start again.',
  READER_MODULE_FAILED: 'The PKCS#11 module of the reader could not be loaded. Check the path given with --module.',
  PIN_WRONG: 'The PIN is wrong.',
  PIN_LOCKED: 'The card is locked: ask your Delegated Administrator for a PIN reset.',
  PIN_MUST_CHANGE: 'This PIN must be changed before the card can be used. Choose a new one.',
  PIN_SHAPE: 'A new PIN is 6 to 8 digits, typed the same twice, and not the former one.',
  UNBLOCKING_KEY_WRONG: 'The card refused the unblocking key. Ask your Delegated Administrator for a new PIN reset.',
} as const;

/** A code that never changes its meaning. */
export type ErrorCode = keyof typeof errorCodes;

/** Ends a request with one code; `detail` is for the agent's terminal and not for the page. */
export class AgentRefusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail?: string) {
    super(detail ?? errorCodes[code]);
    this.code = code;
  }
}
