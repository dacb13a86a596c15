/** Hong Kong keeps UTC+8 all year (domain rule 5.1), so the zone is a constant. */
const HKT_OFFSET_MS = 8 * 3_600_000;

/** One Hong Kong calendar month: its name as YYYYMM and the half-open span of instants in it. */
export interface CodeMonth {
  readonly name: string;
  readonly from: Date;
  readonly until: Date;
}

function monthAt(year: number, month: number): CodeMonth {
  const from = new Date(Date.UTC(year, month, 1) - HKT_OFFSET_MS);
  const until = new Date(Date.UTC(year, month + 1, 1) - HKT_OFFSET_MS);
  const local = new Date(Date.UTC(year, month, 1));
  const name = `${String(local.getUTCFullYear()).padStart(4, '0')}${String(local.getUTCMonth() + 1).padStart(2, '0')}`;
  return { name, from, until };
}

/** The month an instant falls in by Hong Kong time; it turns at 00:00:00.000 HKT on the 1st (W3, M7). */
export function codeMonth(at: Date): CodeMonth {
  const local = new Date(at.getTime() + HKT_OFFSET_MS);
  return monthAt(local.getUTCFullYear(), local.getUTCMonth());
}

/** The month before the instant's own. */
export function previousCodeMonth(at: Date): CodeMonth {
  const local = new Date(at.getTime() + HKT_OFFSET_MS);
  return monthAt(local.getUTCFullYear(), local.getUTCMonth() - 1);
}
