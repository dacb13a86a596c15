import type { CalendarOverrides } from '../function-hours/calendar-override.ts';
import { functionDay } from '../function-hours/function-day.ts';
import { hongKongDate, plusDays, weekday } from '../function-hours/hong-kong-date.ts';

/** Holidays never fill a month; a year that the calendar lacks has no business days. */
const FARTHEST = 31;

/** When a form approved at this instant is due: at the close of the next business day, Monday to Friday (S8, W20). */
export function dueBy(approvedAt: Date, overrides: CalendarOverrides): Date | null {
  const today = hongKongDate(approvedAt);
  for (let days = 1; days <= FARTHEST; days++) {
    const date = plusDays(today, days);
    const { closesAt } = functionDay(date, overrides);
    if (closesAt !== null && weekday(date) !== 6) return closesAt;
  }
  return null;
}
