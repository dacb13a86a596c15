/** What a statement's parameter may be. Booleans are stored as 0 and 1; times are epoch milliseconds. */
export type SqlValue = string | number | bigint | boolean | null;

/**
 * Checks a parameter and gives integers a form that both drivers bind as integers: libsql would bind a number as REAL and
 * ends the whole process on a boolean, and a prepared MySQL statement would compare a number as DOUBLE.
 */
export function bindable(value: unknown): string | number | bigint | null {
  switch (typeof value) {
    case 'string':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1n : 0n;
    case 'number':
      if (Number.isSafeInteger(value)) return BigInt(value);
      if (Number.isFinite(value)) return value;
      break;
    default:
      if (value === null) return null;
  }
  throw new TypeError(`A statement's parameter must be text, a finite number, a boolean or null, not ${typeof value}.`);
}
