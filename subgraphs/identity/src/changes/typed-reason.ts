import { accepted, type Judged, refused } from '../refusal.ts';

const LONGEST = 200;

/** A reason in plain words, or null when none was given; line breaks and invisible characters are refused. */
export function typedReason(typed: unknown): Judged<string | null> {
  if (typed === undefined || typed === null) return accepted(null);
  const reason = typeof typed === 'string' ? typed.normalize('NFC').trim() : null;
  if (reason === null || [...reason].length > LONGEST || /[\p{C}\p{Zl}\p{Zp}]/u.test(reason))
    return refused('INVALID_INPUT', `A reason has at most ${LONGEST} visible characters on one line.`, {
      field: 'reason',
    });
  return accepted(reason === '' ? null : reason);
}

/** The reason beside what it explains; nothing when there is none. */
export function withReason(reason: string | null): { readonly reason?: string } {
  return reason === null ? {} : { reason };
}
