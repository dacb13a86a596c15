import type { Subject } from '@countersign/authenticator-kit';
import { builtFromWords } from './built-from-words.ts';
import { loadFrequentPasswords, type FrequentPasswords } from './frequent-passwords.ts';
import { coreWord } from './core-word.ts';
import { isKeyboardWalk } from './keyboard-walk.ts';
import { isPlainPattern } from './plain-pattern.ts';

/** Names that everybody here knows, so everybody would guess them first (P2). */
const houseWords: readonly string[] = [
  'hkex',
  'ccms',
  'ccass',
  'hkcc',
  'hkscc',
  'seoch',
  'dms',
  'dcass',
  'countersign',
  'clearing',
  'password',
];

/** Why a password is refused, in a sentence for the person, or null. It never repeats the password. */
export type Blocklist = (password: string, subject: Subject, contextWords: readonly string[]) => string | null;

/** Refuses common passwords and those made of context words; whole passwords only, never a mere part (P2, NIST 3.1.1.2). */
export function createBlocklist(frequent: FrequentPasswords = loadFrequentPasswords()): Blocklist {
  return (password, subject, contextWords) => {
    const lower = password.toLowerCase();
    if (frequent.all.has(lower)) return 'It is among the most common passwords.';
    if (isPlainPattern(password)) return 'It is a repetition or a sequence of characters.';
    if (isKeyboardWalk(password)) return 'It runs along the keys of the keyboard.';
    const context = [...houseWords, subject.userId, subject.participant ?? '', ...contextWords]
      .map((word) => word.trim().toLowerCase())
      .filter((word) => word.length >= 3);
    if (builtFromWords(password, context) !== null) {
      return 'It is made of names that are easy to guess here, such as the User ID, the participant or the system.';
    }
    if (coreWord(lower, frequent.words) !== null) return 'It is a common password with digits or symbols added.';
    return null;
  };
}
