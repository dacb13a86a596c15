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
 * The close of the n-th function day from `at`; today counts while it has not closed. Where the calendar ends sooner, the
 * close of the last day it knows: n is the most that W2 grants. Null when it knows none within 60 days.
 */
export function closeOfFunctionDay(n: number, at: Date, overrides: CalendarOverrides): Date | null {
  const closes: Date[] = [];
  for (const { closesAt } of daysFrom(at, overrides)) {
    if (closesAt !== null && closesAt > at) closes.push(closesAt);
    if (closes.length === n) break;
  }
  return closes.at(-1) ?? null;
}

function holds(day: FunctionDay, at: Date): boolean {
  return day.opensAt !== null && day.closesAt !== null && at >= day.opensAt && at < day.closesAt;
}

function* daysFrom(at: Date, overrides: CalendarOverrides): Generator<FunctionDay> {
  const today = hongKongDate(at);
  for (let ahead = 0; ahead < HORIZON_DAYS; ahead += 1) yield functionDay(plusDays(today, ahead), overrides);
}
