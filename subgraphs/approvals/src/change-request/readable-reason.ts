const LONGEST_REASON = 500;

/** What turns the direction of text or hides in it could make a reason say something else. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** A reason as it is kept: one line of visible characters; null when it is none (W2, W24). */
export function readableReason(typed: string): string | null {
  const reason = typed.normalize('NFC').trim();
  return reason !== '' && [...reason].length <= LONGEST_REASON && !HIDDEN.test(reason) ? reason : null;
}
