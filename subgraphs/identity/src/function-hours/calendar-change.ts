import { type HouseRule, houseChange, type HouseWish } from '../changes/house-change.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import type { CalendarOverride } from './calendar-override.ts';
import { functionDay } from './function-day.ts';
import { hongKongDate, localDate, type LocalDate } from './hong-kong-date.ts';
import { minuteOfDay, timeOfDay } from './time-of-day.ts';

/** One date to be opened, closed or given other hours, or the override on it to be removed. */
interface CalendarWish {
  readonly date: LocalDate;
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly remove: boolean;
}

/** What people see of a day's hours. */
interface Shown {
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly remark: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const wrong = (message: string, field: string) => refused('INVALID_INPUT', message, { field });

function readHours(opensAt: unknown, closesAt: unknown): Judged<Pick<CalendarWish, 'opensAt' | 'closesAt'>> {
  if (opensAt === null && closesAt === null) return accepted({ opensAt, closesAt });
  const opens = typeof opensAt === 'string' ? minuteOfDay(opensAt) : null;
  const closes = typeof closesAt === 'string' ? minuteOfDay(closesAt) : null;
  if (opens === null) return wrong('Give the opening as HH:MM, or neither time to close the day.', 'opensAt');
  if (closes === null) return wrong('Give the closing as HH:MM up to 24:00, or neither time to close.', 'closesAt');
  if (closes <= opens) return wrong('The functions must close after they open.', 'closesAt');
  return accepted({ opensAt: timeOfDay(opens), closesAt: timeOfDay(closes) });
}

function readRemoval(fields: Fields): Judged<boolean> {
  const remove = fields['remove'] ?? false;
  if (typeof remove !== 'boolean') return wrong('Say true to remove the override of that date.', 'remove');
  const timed = (fields['opensAt'] ?? null) !== null || (fields['closesAt'] ?? null) !== null;
  return remove && timed
    ? wrong('Removing an override takes no times: the day follows the calendar again.', 'opensAt')
    : accepted(remove);
}

function read(fields: Fields): Judged<CalendarWish> {
  const typed = fields['date'];
  const date = typeof typed === 'string' ? localDate(typed) : null;
  if (date === null) return refused('INVALID_DATE', 'Give a calendar date such as 2026-12-24.', { field: 'date' });
  const removal = readRemoval(fields);
  if (!removal.ok) return removal;
  const hours = readHours(fields['opensAt'] ?? null, fields['closesAt'] ?? null);
  return hours.ok ? accepted({ date, remove: removal.value, ...hours.value }) : hours;
}

function overrideOf({ date, opensAt, closesAt }: CalendarWish, reason: string): CalendarOverride {
  const opens = opensAt === null ? null : minuteOfDay(opensAt);
  const closes = closesAt === null ? null : minuteOfDay(closesAt);
  const window = opens === null || closes === null ? null : { opensAtMinute: opens, closesAtMinute: closes };
  return { date, window, reason };
}

function shown(date: LocalDate, override: CalendarOverride | null): Shown {
  const day = functionDay(date, new Map(override === null ? [] : [[date, override]]));
  const midnight = Date.parse(`${date}T00:00:00+08:00`);
  const time = (at: Date | null): string | null => (at === null ? null : timeOfDay((at.getTime() - midnight) / 60_000));
  return { opensAt: time(day.opensAt), closesAt: time(day.closesAt), remark: day.note ?? day.reason };
}

const remarks: Partial<Record<string, string>> = {
  SUNDAY: 'The date is a Sunday.',
  PUBLIC_HOLIDAY: 'The date is a public holiday.',
  CALENDAR_YEAR_MISSING: 'The holidays of that year are not known: without the override the day stays closed.',
};

function warningsFor({ wish, now }: HouseWish<CalendarWish, CalendarOverride | null>): readonly string[] {
  const remark = remarks[functionDay(wish.date, new Map()).reason];
  const today = wish.date === hongKongDate(now) ? ['The date is today: it holds from the next request on.'] : [];
  return [...(wish.opensAt !== null && remark !== undefined ? [remark] : []), ...today];
}

const rule: HouseRule<CalendarWish, CalendarOverride | null> = {
  kind: 'CALENDAR_OVERRIDE',
  action: 'CHANGE_CALENDAR',
  successMessage: 'The calendar is changed successfully',
  fields: ['date', 'opensAt', 'closesAt', 'remove'],
  read,
  key: ({ date }) => `calendar:${date}`,
  subject: ({ date }) => `Calendar ${date}`,
  async stored(records, { date }) {
    const { stored, version } = await records.house.override(date);
    return { stored, version };
  },
  async judge(wanted) {
    const { wish, state, reason, now } = wanted;
    if (wish.date < hongKongDate(now))
      return refused('INVALID_DATE', 'The date is past: its hours can no longer be changed.', { field: 'date' });
    if (wish.remove && state.stored === null)
      return refused('NO_CHANGE', 'The date has no override to be removed.', { field: 'date' });
    const before = shown(wish.date, state.stored);
    const after = shown(wish.date, wish.remove ? null : overrideOf(wish, reason));
    if (!wish.remove && JSON.stringify(before) === JSON.stringify(after))
      return refused('NO_CHANGE', 'The date has these hours and this reason already.');
    return accepted({ before: { ...before }, after: { ...after }, warnings: warningsFor(wanted) });
  },
  write: ({ records, wish, state, reason, now }) =>
    records.house.writeOverride(wish.date, {
      override: wish.remove ? null : overrideOf(wish, reason),
      version: state.version,
      at: now,
    }),
};

/** Close, open or extend one date, or take that back; a typhoon or a gazetted holiday has no automatic rule (domain 5.5). */
export const calendarChange = houseChange(rule);
