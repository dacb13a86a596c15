import { standsFor } from './letters-behind.ts';

const isLetter = (character: string) => /\p{L}/u.test(character);

/**
 * The first of the words that the whole text is made of, together with nothing but digits and symbols; null when a letter
 * is left over. `hkex2026!` and `CC@SS-ccms1` are, `my hkex badge is blue` is not (P2: whole derived passwords).
 */
export function builtFromWords(text: string, words: readonly string[]): string | null {
  const characters = [...text.toLowerCase()];
  // reached.get(i): how the first i characters can be read; '' as filling only, else the first word among them.
  const reached = new Map<number, string>([[0, '']]);
  for (let at = 0; at < characters.length; at += 1) {
    const before = reached.get(at);
    if (before === undefined) continue;
    const steps = words
      .filter((word) => startsWith(characters, at, word))
      .map((word) => ({ end: at + [...word].length, read: before || word }));
    if (!isLetter(characters[at] ?? '')) steps.push({ end: at + 1, read: before });
    for (const { end, read } of steps) reached.set(end, reached.get(end) || read);
  }
  return reached.get(characters.length) || null;
}

function startsWith(characters: readonly string[], at: number, word: string): boolean {
  return [...word].every((letter, offset) => {
    const character = characters[at + offset];
    return character !== undefined && standsFor(character, letter);
  });
}
