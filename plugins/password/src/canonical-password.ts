/** Far above any password of 128 characters, however composed; text beyond it is not even normalised. */
const LONGEST_INPUT = 2_048;

/** A password in the one form that is counted and hashed: Unicode NFC (P1, NIST 800-63B 3.1.1.2). */
export interface CanonicalPassword {
  readonly text: string;
  /** Code points after normalising. */
  readonly length: number;
}

/** Null when the value cannot be a password: no text, empty, far too long, or not well-formed Unicode. */
export function canonicalPassword(value: unknown): CanonicalPassword | null {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_INPUT || !value.isWellFormed()) return null;
  const text = value.normalize('NFC');
  return { text, length: [...text].length };
}
