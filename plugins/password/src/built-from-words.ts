import { standsFor } from './letters-behind.ts';

const isLetter = (character: string) => /\p{L}/u.test(character);

/**
 * The first of the words that the whole text is made of, together with nothing but digits and symbols; null when a letter
 * is left over. `hkex2026!` and `CC@SS-ccms1` are, `my hkex badge is blue` is not (P2: whole derived passwords).
 */
export function builtFromWords(text: string, words: readonly string[]): string | null {
  const characters = [...text.toLowerCase()];
  // reached[i]: how the first i characters can be read; '' as filling only, else the first word among them.
  const reached: (string | undefined)[] = [''];
  for (let at = 0; at < characters.length; at += 1) {
    const before = reached[at];
    if (before === undefined) continue;
    for (const word of words) {
      if (!startsWith(characters, at, word)) continue;
      const end = at + [...word].length;
      reached[end] = reached[end] || before || word;
    }
    if (!isLetter(characters[at] ?? '')) reached[at + 1] = reached[at + 1] || before;
  }
  return reached[characters.length] || null;
}

function startsWith(characters: readonly string[], at: number, word: string): boolean {
  return [...word].every((letter, offset) => {
    const character = characters[at + offset];
    return character !== undefined && standsFor(character, letter);
  });
}
