import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byDate, type CalendarOverride } from './calendar-override.ts';
import { functionDay } from './function-day.ts';
import { closeOfFunctionDay, isOpen, nextOpening } from './function-hours.ts';
import { hongKongDate, localDate, type LocalDate, plusDays } from './hong-kong-date.ts';
import { missingYear } from './missing-year.ts';
import { outsideFunctionHours } from './outside-function-hours.ts';
import { publicHolidays } from './public-holidays.ts';

const none = byDate([]);
const day = (text: string): LocalDate => text as LocalDate;
const hkt = (text: string): Date => new Date(`${text}+08:00`);
const override = (date: string, window: CalendarOverride['window']) =>
  byDate([{ date: day(date), window, reason: 'Black rainstorm' }]);

describe('function hours', () => {
  it.each([
    ['2026-11-23T06:59:59.999', false],
    ['2026-11-23T07:00:00.000', true],
    ['2026-11-23T18:59:59.999', true],
    ['2026-11-23T19:00:00.000', false],
    ['2026-11-21T08:59:59.999', false],
    ['2026-11-21T09:00:00.000', true],
    ['2026-11-21T12:59:59.999', true],
    ['2026-11-21T13:00:00.000', false],
    ['2026-11-22T10:00:00.000', false],
    ['2024-02-29T10:00:00.000', true],
    ['2026-12-24T18:00:00.000', true],
    ['2026-12-25T10:00:00.000', false],
    ['2026-09-26T10:00:00.000', false],
    ['2027-12-27T10:00:00.000', false],
  ])('%s HKT: open is %s', (at, open) => {
    expect(isOpen(hkt(at), none)).toBe(open);
  });

  it('stay closed in a year that the holiday table lacks', () => {
    expect(functionDay(day('2028-03-01'), none)).toMatchObject({ opensAt: null, reason: 'CALENDAR_YEAR_MISSING' });
    expect(isOpen(hkt('2028-03-01T10:00:00'), none)).toBe(false);
    expect(nextOpening(hkt('2027-12-31T19:00:00'), none)).toBeNull();
    expect(outsideFunctionHours(hkt('2028-03-01T10:00:00'), none)).toMatchObject({
      nextOpening: null,
      message: expect.stringContaining('contact the clearing house'),
    });
  });

  it('list 17 holidays for every full year, each a real date', () => {
    for (const [year, dates] of Object.entries(publicHolidays)) {
      if (year !== '2022') expect(dates).toHaveLength(17);
      for (const each of dates) expect(localDate(`${year}-${each}`)).not.toBeNull();
    }
  });

  it('yield to an override that closes, extends or opens a day, at once', () => {
    expect(isOpen(hkt('2026-11-23T10:00:00'), override('2026-11-23', null))).toBe(false);
    const late = override('2026-11-23', { opensAtMinute: 420, closesAtMinute: 1260 });
    expect(isOpen(hkt('2026-11-23T20:59:59.999'), late)).toBe(true);
    expect(isOpen(hkt('2026-11-23T21:00:00.000'), late)).toBe(false);
    const sunday = override('2026-11-22', { opensAtMinute: 540, closesAtMinute: 780 });
    expect(isOpen(hkt('2026-11-22T09:00:00'), sunday)).toBe(true);
    expect(functionDay(day('2026-11-22'), sunday)).toMatchObject({ reason: 'OVERRIDE', note: 'Black rainstorm' });
    expect(
      isOpen(hkt('2028-03-01T10:00:00'), override('2028-03-01', { opensAtMinute: 540, closesAtMinute: 780 })),
    ).toBe(true);
    expect(
      isOpen(hkt('2026-11-22T23:59:59.999'), override('2026-11-22', { opensAtMinute: 0, closesAtMinute: 1440 })),
    ).toBe(true);
  });
});

describe('a year without holidays in the table', () => {
  it('is told of from 60 days before it begins', () => {
    expect(missingYear(hkt('2027-11-01T23:59:59.999'))).toBeNull();
    expect(missingYear(hkt('2027-11-02T00:00:00.000'))).toBe(2028);
    expect(missingYear(hkt('2026-12-31T12:00:00.000'))).toBeNull();
  });
});

describe('next opening', () => {
  it.each([
    ['2026-11-22T10:00:00', '2026-11-23T07:00:00'],
    ['2026-11-23T06:00:00', '2026-11-23T07:00:00'],
    ['2026-11-23T07:00:00', '2026-11-24T07:00:00'],
    ['2026-11-20T19:00:00', '2026-11-21T09:00:00'],
    ['2026-11-21T13:00:00', '2026-11-23T07:00:00'],
    ['2026-12-24T19:00:00', '2026-12-28T07:00:00'],
    ['2026-02-16T19:00:00', '2026-02-20T07:00:00'],
    ['2024-02-28T19:00:00', '2024-02-29T07:00:00'],
  ])('after %s HKT is %s HKT', (at, opens) => {
    expect(nextOpening(hkt(at), none)).toEqual(hkt(opens));
  });

  it('is always an instant that is open while the millisecond before is not', () => {
    fc.assert(
      fc.property(
        fc.date({ min: hkt('2023-01-01T00:00:00'), max: hkt('2027-11-30T00:00:00'), noInvalidDate: true }),
        (at) => {
          const opens = nextOpening(at, none);
          return opens !== null && opens > at && isOpen(opens, none) && !isOpen(new Date(opens.getTime() - 1), none);
        },
      ),
    );
  });
});

describe('close of the n-th function day', () => {
  it('counts today while it is not over, and skips Sundays and holidays', () => {
    expect(closeOfFunctionDay(1, hkt('2026-11-23T10:00:00'), none)).toEqual(hkt('2026-11-23T19:00:00'));
    expect(closeOfFunctionDay(3, hkt('2026-11-23T10:00:00'), none)).toEqual(hkt('2026-11-25T19:00:00'));
    expect(closeOfFunctionDay(3, hkt('2026-11-20T10:00:00'), none)).toEqual(hkt('2026-11-23T19:00:00'));
    expect(closeOfFunctionDay(3, hkt('2026-11-20T19:00:00'), none)).toEqual(hkt('2026-11-24T19:00:00'));
    expect(closeOfFunctionDay(3, hkt('2026-12-24T10:00:00'), none)).toEqual(hkt('2026-12-29T19:00:00'));
  });

  it('is the last one known where the calendar ends sooner (W2: at most three)', () => {
    expect(closeOfFunctionDay(3, hkt('2027-12-30T10:00:00'), none)).toEqual(hkt('2027-12-31T19:00:00'));
    expect(closeOfFunctionDay(3, hkt('2027-12-31T10:00:00'), none)).toEqual(hkt('2027-12-31T19:00:00'));
    expect(closeOfFunctionDay(3, hkt('2027-12-31T19:00:00'), none)).toBeNull();
  });
});

describe('Hong Kong dates', () => {
  it('turn at 16:00 UTC', () => {
    expect(hongKongDate(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22');
    expect(hongKongDate(new Date('2026-11-22T16:00:00.000Z'))).toBe('2026-11-23');
    expect(plusDays(day('2024-02-28'), 1)).toBe('2024-02-29');
    expect(plusDays(day('2023-12-31'), 1)).toBe('2024-01-01');
  });

  it('are real calendar dates only', () => {
    expect(localDate('2024-02-29')).toBe('2024-02-29');
    for (const bad of [
      '2023-02-29',
      '2024-13-01',
      '2024-1-1',
      '1899-12-31',
      '2100-01-01',
      'tomorrow',
      '2024-01-01T00:00',
      '',
    ]) {
      expect(localDate(bad)).toBeNull();
    }
  });

  it.each(['UTC', 'Asia/Hong_Kong', 'America/New_York', 'Pacific/Kiritimati', 'Europe/London'])(
    'do not depend on the process running in %s',
    (zone) => {
      const module = new URL('./function-hours.ts', import.meta.url).href;
      const script = `const { isOpen, nextOpening } = await import(${JSON.stringify(module)});
      const at = [1774767599999, 1774767600000, 1795392000000, 1795431599999, 1795431600000];
      process.stdout.write(JSON.stringify(at.map((ms) => [isOpen(new Date(ms), new Map()), nextOpening(new Date(ms), new Map())])));`;
      const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { TZ: zone, PATH: '' },
        encoding: 'utf8',
      });
      const at = [1774767599999, 1774767600000, 1795392000000, 1795431599999, 1795431600000];
      expect(out).toBe(JSON.stringify(at.map((ms) => [isOpen(new Date(ms), none), nextOpening(new Date(ms), none)])));
    },
  );
});
