/** Counters from the next expected one on whose codes are accepted: a person may tap a few codes away (RFC 4226 7.2). */
export const LOOK_AHEAD = 10;

/** How far a token may have run away and still be found again by two codes in a row (RFC 4226 7.4). */
export const RESYNC_REACH = 100;

/** How far back a code is recognised as used, for the audit. */
export const LOOK_BEHIND = 10;

/** How long the first of two codes is remembered. */
export const RESYNC_MS = 5 * 60_000;
