import { addCalendarOverride } from '@countersign/identity';
import type { Database } from '@countersign/platform';

const DAYS = 8;
const DAY_MS = 86_400_000;
const HONG_KONG_MS = 8 * 3_600_000;
const reason = 'Demo: function hours are held open. COUNTERSIGN_DEMO_HOURS=real keeps the real ones.';

/** The Hong Kong dates from an instant's on. */
function datesFrom(at: Date): readonly string[] {
  return Array.from({ length: DAYS }, (_, day) =>
    new Date(at.getTime() + HONG_KONG_MS + day * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Opens the functions around the clock for today and the week after, by the calendar as the clearing house would. */
export async function holdHoursOpen(identity: Database, at: Date): Promise<void> {
  await identity.transaction(async (tx) => {
    for (const date of datesFrom(at)) {
      await addCalendarOverride(tx, { date, window: { opensAt: '00:00', closesAt: '24:00' }, reason }, at);
    }
  });
}
