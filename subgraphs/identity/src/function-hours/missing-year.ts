import { hongKongDate, plusDays } from './hong-kong-date.ts';
import { publicHolidays } from './public-holidays.ts';

/** How early the clearing house is told that a year's holidays are missing (domain 5.4). */
const NOTICE_DAYS = 60;

/** The year that begins within 60 days and has no holiday table, or null: from its first day on the functions would stay closed. */
export function missingYear(at: Date): number | null {
  const year = Number(plusDays(hongKongDate(at), NOTICE_DAYS).slice(0, 4));
  return publicHolidays[year] === undefined ? year : null;
}
