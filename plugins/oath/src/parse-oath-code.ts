import { parseNumericCode, type NumericCode, type Parsed } from '@countersign/authenticator-kit';

/** A code of six or of eight digits, whichever the person's device shows; nothing else is one (O6). */
export function parseOathCode(value: unknown): Parsed<NumericCode> {
  const short = parseNumericCode(value, 6);
  if (short.ok) return short;
  const long = parseNumericCode(value, 8);
  if (long.ok) return long;
  return { ok: false, code: short.code, message: 'Enter the code as 6 or 8 digits (0-9), as your device shows it.' };
}
