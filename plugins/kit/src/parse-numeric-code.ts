import type { Parsed } from './authenticator.ts';

/** A code in its one canonical form: ASCII digits only. Every used-check compares this form (O6). */
export interface NumericCode {
  readonly code: string;
}

/**
 * Accepts exactly `digits` ASCII digits, or the two halves that apps show parted by one space. Anything else is refused
 * rather than repaired, so that a variant of a used code is either that same code or no code at all (O6).
 */
export function parseNumericCode(value: unknown, digits: number): Parsed<NumericCode> {
  if (typeof value === 'string' && value.length <= digits + 1) {
    const half = Math.floor(digits / 2);
    const halves = value.length === digits + 1 && value[half] === ' ';
    const code = halves ? value.slice(0, half) + value.slice(half + 1) : value;
    if (code.length === digits && isAsciiDigits(code)) return { ok: true, answer: { code } };
  }
  return {
    ok: false,
    code: 'CODE_MALFORMED',
    message: `Enter the code as ${digits} digits (0-9), without other characters.`,
  };
}

function isAsciiDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 48 || unit > 57) return false;
  }
  return true;
}
