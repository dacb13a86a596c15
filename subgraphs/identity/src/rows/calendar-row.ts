import { execute, insertIfAbsent, query, type Transaction } from '@countersign/platform';
import type { Versioned, WrittenOverride } from '../changes/house-records.ts';
import { byDate, type CalendarOverride, type CalendarOverrides } from '../function-hours/calendar-override.ts';
import { hongKongDate, type LocalDate, plusDays } from '../function-hours/hong-kong-date.ts';

interface OverrideRow {
  readonly on_date: LocalDate;
  readonly opens_at_minute: number | null;
  readonly closes_at_minute: number | null;
  readonly reason: string;
  readonly version: number;
  readonly removed_at: number | null;
}

const SELECT =
  'SELECT on_date, opens_at_minute, closes_at_minute, reason, version, removed_at FROM calendar_override WHERE';

const overrideOf = (row: OverrideRow): CalendarOverride => ({
  date: row.on_date,
  window:
    row.opens_at_minute === null || row.closes_at_minute === null
      ? null
      : { opensAtMinute: row.opens_at_minute, closesAtMinute: row.closes_at_minute },
  reason: row.reason,
});

/** The overrides in force from one date to another, both inclusive, in their order. */
export async function listCalendarOverrides(
  tx: Transaction,
  from: LocalDate,
  to: LocalDate,
): Promise<readonly CalendarOverride[]> {
  const rows = await query<OverrideRow>(
    tx,
    `${SELECT} on_date BETWEEN ? AND ? AND removed_at IS NULL ORDER BY on_date`,
    [from, to],
  );
  return rows.map(overrideOf);
}

/** The overrides from the day before to two months after an instant: as far as any rule looks. */
export async function readCalendarOverrides(tx: Transaction, around: Date): Promise<CalendarOverrides> {
  const today = hongKongDate(around);
  return byDate(await listCalendarOverrides(tx, plusDays(today, -1), plusDays(today, 62)));
}

/** The override of one date, with the version that a change must name. */
export async function readCalendarOverride(tx: Transaction, date: LocalDate): Promise<Versioned<CalendarOverride>> {
  const [row] = await query<OverrideRow>(tx, `${SELECT} on_date = ?`, [date]);
  if (row === undefined) return { stored: null, version: 0 };
  return { stored: row.removed_at === null ? overrideOf(row) : null, version: row.version };
}

/** The columns of an override, or of one that is removed; its row stays for its version. */
function columnsOf(override: CalendarOverride | null, at: Date) {
  const written = { written_at: at.getTime() };
  if (override === null)
    return { ...written, opens_at_minute: null, closes_at_minute: null, reason: '', removed_at: at.getTime() };
  const { window, reason } = override;
  const hours = {
    opens_at_minute: window === null ? null : window.opensAtMinute,
    closes_at_minute: window === null ? null : window.closesAtMinute,
  };
  return { ...written, ...hours, reason, removed_at: null };
}

/** Writes or removes an override over this version; false when another change was first. */
export async function writeCalendarOverride(
  tx: Transaction,
  date: LocalDate,
  { override, version, at }: WrittenOverride,
): Promise<boolean> {
  const row = columnsOf(override, at);
  if (version === 0) return insertIfAbsent(tx, 'calendar_override', { on_date: date, version: 1, ...row });
  const columns = Object.keys(row).map((column) => `${column} = ?`);
  const affected = await execute(
    tx,
    `UPDATE calendar_override SET ${columns.join(', ')}, version = version + 1 WHERE on_date = ? AND version = ?`,
    [...Object.values(row), date, version],
  );
  return affected === 1;
}
