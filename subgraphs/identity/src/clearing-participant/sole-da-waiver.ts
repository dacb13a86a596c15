import { hongKongDate, type LocalDate } from '../function-hours/hong-kong-date.ts';

/** True while the waiver is in force: its last day is inclusive, and ended is null (W2, S1 Q24). */
export function waiverHolds(until: LocalDate | null, now: Date): boolean {
  return until !== null && hongKongDate(now) <= until;
}
