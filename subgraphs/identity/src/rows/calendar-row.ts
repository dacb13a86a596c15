import { execute, insert, query, type Transaction } from '@countersign/platform';
import { byDate, type CalendarOverride, type CalendarOverrides } from '../function-hours/calendar-override.ts';
import { hongKongDate, type LocalDate, plusDays } from '../function-hours/hong-kong-date.ts';

interface OverrideRow {
  readonly on_date: LocalDate;
  readonly opens_at_minute: number | null;
  readonly closes_at_minute: number | null;
  readonly reason: string;
}

/** The overrides from the day before to two months after an instant: as far as any rule looks. */
export async function readCalendarOverrides(tx: Transaction, around: Date): Promise<CalendarOverrides> {
  const today = hongKongDate(around);
  const rows = await query<OverrideRow>(
    tx,
    'SELECT on_date, opens_at_minute, closes_at_minute, reason FROM calendar_override WHERE on_date BETWEEN ? AND ?',
    [plusDays(today, -1), plusDays(today, 62)],
  );
  return byDate(
    rows.map((row): CalendarOverride => ({
      date: row.on_date,
      window:
        row.opens_at_minute === null || row.closes_at_minute === null
          ? null
          : { opensAtMinute: row.opens_at_minute, closesAtMinute: row.closes_at_minute },
      reason: row.reason,
    })),
  );
}

/** Writes an override in place of any earlier one of that date. */
export async function writeCalendarOverride(tx: Transaction, override: CalendarOverride, at: Date): Promise<void> {
  await execute(tx, 'DELETE FROM calendar_override WHERE on_date = ?', [override.date]);
  await insert(tx, 'calendar_override', {
    on_date: override.date,
    opens_at_minute: override.window?.opensAtMinute ?? null,
    closes_at_minute: override.window?.closesAtMinute ?? null,
    reason: override.reason,
    written_at: at.getTime(),
  });
}
