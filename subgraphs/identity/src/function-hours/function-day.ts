import type { CalendarOverrides } from './calendar-override.ts';
import { instantOf, type LocalDate, weekday } from './hong-kong-date.ts';
import { publicHolidays } from './public-holidays.ts';

/** Why a day is open or closed. */
export type FunctionDayReason =
  'WEEKDAY' | 'SATURDAY' | 'SUNDAY' | 'PUBLIC_HOLIDAY' | 'OVERRIDE' | 'CALENDAR_YEAR_MISSING';

/** One Hong Kong day's function time, half-open: at `closesAt` the functions are closed (domain 5.2). */
export interface FunctionDay {
  readonly date: LocalDate;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly reason: FunctionDayReason;
  /** What the clearing house wrote when it overrode the day. */
  readonly note: string | null;
}

const HOUR = 60;
const WEEKDAY_HOURS = [7 * HOUR, 19 * HOUR] as const;
const SATURDAY_HOURS = [9 * HOUR, 13 * HOUR] as const;

/** The function time of a date: an override first, then the holiday table; a year that is not in the table is closed (domain 5.4). */
export function functionDay(date: LocalDate, overrides: CalendarOverrides): FunctionDay {
  const override = overrides.get(date);
  if (override !== undefined) {
    const { window } = override;
    return window === null
      ? closed(date, 'OVERRIDE', override.reason)
      : open(date, [window.opensAtMinute, window.closesAtMinute], 'OVERRIDE', override.reason);
  }
  const holidays = publicHolidays[Number(date.slice(0, 4))];
  if (holidays === undefined) return closed(date, 'CALENDAR_YEAR_MISSING');
  if (holidays.includes(date.slice(5))) return closed(date, 'PUBLIC_HOLIDAY');
  const day = weekday(date);
  if (day === 0) return closed(date, 'SUNDAY');
  return day === 6 ? open(date, SATURDAY_HOURS, 'SATURDAY') : open(date, WEEKDAY_HOURS, 'WEEKDAY');
}

function closed(date: LocalDate, reason: FunctionDayReason, note: string | null = null): FunctionDay {
  return { date, opensAt: null, closesAt: null, reason, note };
}

function open(
  date: LocalDate,
  minutes: readonly [number, number],
  reason: FunctionDayReason,
  note: string | null = null,
): FunctionDay {
  return { date, opensAt: instantOf(date, minutes[0]), closesAt: instantOf(date, minutes[1]), reason, note };
}
