import type { CalendarOverrides } from './calendar-override.ts';
import { isOpen, nextOpening } from './function-hours.ts';
import { hongKongTimeText } from './hong-kong-time-text.ts';

/** The refusal shown outside function time; it always says when the functions open again (domain 5.3). */
export interface OutsideFunctionHours {
  readonly code: 'OUTSIDE_FUNCTION_HOURS';
  readonly message: string;
  readonly nextOpening: Date | null;
}

/** Null inside function time, else the refusal with the next opening. */
export function outsideFunctionHours(at: Date, overrides: CalendarOverrides): OutsideFunctionHours | null {
  if (isOpen(at, overrides)) return null;
  const opens = nextOpening(at, overrides);
  const when =
    opens === null
      ? 'No opening is announced yet; please contact the clearing house.'
      : `They open again at ${hongKongTimeText(opens)}.`;
  return {
    code: 'OUTSIDE_FUNCTION_HOURS',
    message: `User maintenance functions are open Monday to Friday 07:00-19:00 and Saturday 09:00-13:00 HKT, except public holidays. ${when}`,
    nextOpening: opens,
  };
}
