import { AdjustableClock } from '@countersign/platform';
import { describe, expect, it } from '@jest/globals';
import { startYearWatch } from './year-watch.ts';

describe('the watch for a missing year', () => {
  it('alerts once a day from 60 days before, as long as it runs', () => {
    const clock = new AdjustableClock(new Date('2027-11-01T10:00:00+08:00'));
    const alerts: number[] = [];
    const watch = startYearWatch(clock, (year) => alerts.push(year));
    try {
      expect(alerts).toEqual([]);
      clock.set(new Date('2027-11-02T00:30:00+08:00'));
      watch.look();
      watch.look();
      clock.set(new Date('2027-11-02T23:59:59+08:00'));
      watch.look();
      expect(alerts).toEqual([2028]);
      clock.set(new Date('2027-11-03T00:00:00+08:00'));
      watch.look();
      expect(alerts).toEqual([2028, 2028]);
    } finally {
      watch.stop();
    }
  });

  it('alerts at the start, when the year is near by then', () => {
    const alerts: number[] = [];
    const clock = new AdjustableClock(new Date('2027-12-31T10:00:00+08:00'));
    startYearWatch(clock, (year) => alerts.push(year)).stop();
    expect(alerts).toEqual([2028]);
  });
});
