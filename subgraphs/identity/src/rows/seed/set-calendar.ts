import type { Transaction } from '@countersign/platform';
import { localDate } from '../../function-hours/hong-kong-date.ts';
import { minuteOfDay } from '../../function-hours/time-of-day.ts';
import type { MigrationPhase } from '../../migration-phase/migration-phase.ts';
import { readCalendarOverride, writeCalendarOverride } from '../calendar-row.ts';
import { readPhase, writePhase } from '../phase-row.ts';

/** One date's hours as `HH:MM` Hong Kong time (24:00 is the day's end), or closed. */
export interface NewCalendarOverride {
  readonly date: string;
  readonly window: { readonly opensAt: string; readonly closesAt: string } | null;
  readonly reason: string;
}

function minuteOf(text: string): number {
  const minute = minuteOfDay(text);
  if (minute === null) throw new RangeError('A time of day is HH:MM from 00:00 to 24:00.');
  return minute;
}

/** Opens, changes or closes one date; it takes effect on the next operation (domain 5.5). */
export async function addCalendarOverride(tx: Transaction, wanted: NewCalendarOverride, at: Date): Promise<void> {
  const date = localDate(wanted.date);
  if (date === null) throw new RangeError('The date must be a calendar date such as 2026-11-22.');
  if (wanted.reason.trim() === '' || [...wanted.reason].length > 200)
    throw new RangeError('The reason must have 1 to 200 characters.');
  const window =
    wanted.window === null
      ? null
      : { opensAtMinute: minuteOf(wanted.window.opensAt), closesAtMinute: minuteOf(wanted.window.closesAt) };
  if (window !== null && window.closesAtMinute <= window.opensAtMinute)
    throw new RangeError('The functions must close after they open.');
  const { version } = await readCalendarOverride(tx, date);
  const written = await writeCalendarOverride(tx, date, {
    override: { date, window, reason: wanted.reason },
    version,
    at,
  });
  if (!written) throw new RangeError('The calendar of that date was changed meanwhile.');
}

/** Sets the phase without audit or event; for the demonstration's first start and tests. Operators use changePhase. */
export async function setPhase(tx: Transaction, to: MigrationPhase, at: Date): Promise<void> {
  const from = await readPhase(tx);
  if (from !== to) await writePhase(tx, from, to, at);
}
