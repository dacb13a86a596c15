import type { SqlValue } from './sql-value.ts';

/** Placeholders of a list, and the values for them. */
export interface Marks {
  readonly marks: string;
  readonly values: readonly SqlValue[];
}

const PAIRS = 2;

/**
 * Placeholders for `IN (...)`. The list is filled up to the next power of two by repeating its last value, so that lists of
 * any length need few prepared statements.
 */
export function marksFor(values: readonly SqlValue[]): Marks {
  let length = 1;
  while (length < values.length) length *= PAIRS;
  const last = values.at(-1) ?? null;
  return {
    marks: `?${', ?'.repeat(length - 1)}`,
    values: [...values, ...Array.from({ length: values.length === 0 ? 1 : length - values.length }, () => last)],
  };
}
