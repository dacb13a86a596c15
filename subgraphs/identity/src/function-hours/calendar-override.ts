import type { LocalDate } from './hong-kong-date.ts';

/** One date on which the clearing house closed the functions or set other hours, with the reason shown to people (domain 5.5). */
export interface CalendarOverride {
  readonly date: LocalDate;
  /** Null closes the whole day; else minutes of the Hong Kong day, half-open. */
  readonly window: { readonly opensAtMinute: number; readonly closesAtMinute: number } | null;
  readonly reason: string;
}

/** Overrides by date; the last written one holds. */
export type CalendarOverrides = ReadonlyMap<string, CalendarOverride>;

/** The overrides as the rules look them up. */
export function byDate(overrides: readonly CalendarOverride[]): CalendarOverrides {
  return new Map(overrides.map((override) => [override.date, override]));
}
