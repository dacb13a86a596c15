/** Longest surname or other names, in code points. */
const LONGEST = 64;

/**
 * A surname or other names in NFC with single blanks, or null when too long or holding control or invisible characters.
 * What it means is not judged: the seed's own sample swaps surname and other names (A7).
 */
export function personName(typed: string): string | null {
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(typed)) return null;
  const name = typed
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  return [...name].length > LONGEST ? null : name;
}
