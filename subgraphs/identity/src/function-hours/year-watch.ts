import type { Clock } from '@countersign/platform';
import { hongKongDate } from './hong-kong-date.ts';
import { missingYear } from './missing-year.ts';

/** How often the date is looked at; the alert comes once a day. */
const LOOK_EVERY_MS = 3_600_000;

/** Looks whether a year's holidays are missing. */
export interface YearWatch {
  /** Alerts when the year is missing and today has had no alert yet. */
  look(): void;
  stop(): void;
}

/** Tells the clearing house of a missing year once a day for as long as it is missing (domain 5.4). */
export function startYearWatch(clock: Clock, alert: (year: number) => void): YearWatch {
  let alerted: string | null = null;
  const look = (): void => {
    const now = clock.now();
    const year = missingYear(now);
    const today = hongKongDate(now);
    if (year === null || alerted === today) return;
    alerted = today;
    alert(year);
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
