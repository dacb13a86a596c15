import { formatShortDate } from '../user-profile/short-date.ts';
import { hongKongDate } from './hong-kong-date.ts';

/** An instant as people read it here: `23-Nov-26 07:00 HKT` (domain 3.3); hours never shift to the reader's own zone (domain 8). */
export function hongKongTimeText(at: Date): string {
  const clock = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
  return `${formatShortDate(hongKongDate(at))} ${clock} HKT`;
}
