import type { CalendarOverrides } from './calendar-override.ts';
import { type FunctionDay, functionDay } from './function-day.ts';
import { hongKongDate, plusDays } from './hong-kong-date.ts';

/** How far ahead an opening is looked for; the longest run of closed days is a week. */
const HORIZON_DAYS = 60;

/** True inside [opens, closes) of the Hong Kong day: 18:59:59.999 is open, 19:00:00.000 is not (domain 5.2, 5.3). */
export function isOpen(at: Date, overrides: CalendarOverrides): boolean {
  return holds(functionDay(hongKongDate(at), overrides), at);
}

/** The next instant at which the functions open after `at`, or null when the calendar knows none within 60 days. */
export function nextOpening(at: Date, overrides: CalendarOverrides): Date | null {
  for (const day of daysFrom(at, overrides)) {
    if (day.opensAt !== null && day.opensAt > at) return day.opensAt;
  }
  return null;
}

/**
 * The close of the n-th function day from `at`; today counts while it has not closed (W2).
 * Null when the calendar knows fewer within 60 days.
 */
export function closeOfFunctionDay(n: number, at: Date, overrides: CalendarOverrides): Date | null {
  let seen = 0;
  for (const day of daysFrom(at, overrides)) {
    if (day.closesAt === null || day.closesAt <= at) continue;
    seen += 1;
    if (seen === n) return day.closesAt;
  }
  return null;
}

function holds(day: FunctionDay, at: Date): boolean {
  return day.opensAt !== null && day.closesAt !== null && at >= day.opensAt && at < day.closesAt;
}

function* daysFrom(at: Date, overrides: CalendarOverrides): Generator<FunctionDay> {
  const today = hongKongDate(at);
  for (let ahead = 0; ahead < HORIZON_DAYS; ahead += 1) yield functionDay(plusDays(today, ahead), overrides);
}
