import { readLetters } from './letters-behind.ts';

/**
 * The common word that is left when digits and symbols are taken from both ends and drawn letters are read, or null:
 * `Password1234!` and `p@ssw0rd2026` leave `password`. Also a word written twice or more.
 */
export function coreWord(text: string, words: ReadonlySet<string>): string | null {
  const characters = [...text.toLowerCase()];
  const isLetter = (character: string) => /\p{L}/u.test(character);
  const firstLetter = characters.findIndex(isLetter);
  const lastLetter = characters.findLastIndex(isLetter);
  if (firstLetter < 0) return null;

  for (let start = 0; start <= firstLetter; start += 1) {
    for (let end = characters.length; end > lastLetter; end -= 1) {
      const core = characters.slice(start, end).join('');
      const word = [core, readLetters(core)].map(repeatedUnit).find((candidate) => words.has(candidate));
      // A core of digits alone at the rim, such as `1234`, is filling and no word.
      if (word !== undefined && /\p{L}/u.test(word)) return word;
    }
  }
  return null;
}

/** The shortest text that, repeated, gives this one: itself when it repeats nothing. */
export function repeatedUnit(text: string): string {
  const period = (text + text).indexOf(text, 1);
  return text.slice(0, period);
}
