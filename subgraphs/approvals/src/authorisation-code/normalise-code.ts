import { ALPHABET, CODE_LENGTH } from './alphabet.ts';

const SEPARATORS = /[\s\-\u2010-\u2015\u2212]/gu;
const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };
/** Longer input is no code in any spelling; it is not worth normalising. */
const LONGEST_INPUT = 64;

/**
 * What a person typed, as the code was derived: case, hyphens, spaces and full-width forms do not matter, O reads as 0,
 * I and L as 1 (W3). Null when no code looks like that.
 */
export function normaliseCode(typed: string): string | null {
  if (typed.length > LONGEST_INPUT) return null;
  const plain = typed.normalize('NFKC').replace(SEPARATORS, '').toUpperCase();
  const code = [...plain].map((character) => MISREAD[character] ?? character).join('');
  const isCode = code.length === CODE_LENGTH && [...code].every((character) => ALPHABET.includes(character));
  return isCode ? code : null;
}

/** The code as it is shown: XXXXX-XXXXX. */
export function showCode(code: string): string {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}
