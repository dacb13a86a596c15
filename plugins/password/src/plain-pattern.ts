import { repeatedUnit } from './core-word.ts';

/** Whether a text is one short piece repeated, or characters that follow one another: `abcabcabcabc`, `123456789012`. */
export function isPlainPattern(text: string): boolean {
  const lower = text.toLowerCase();
  return [...repeatedUnit(lower)].length <= 4 || isRun(lower, 1) || isRun(lower, -1);
}

function isRun(text: string, step: 1 | -1): boolean {
  const characters = [...text];
  return characters.every((character, index) => {
    const previous = characters[index - 1];
    if (previous === undefined) return true;
    const bothDigits = /^\d$/.test(character) && /^\d$/.test(previous);
    if (bothDigits) return (Number(previous) + step + 10) % 10 === Number(character);
    return (previous.codePointAt(0) ?? 0) + step === character.codePointAt(0);
  });
}
