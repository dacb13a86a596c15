import type { Transaction } from '@countersign/platform';
import { outsideFunctionHours } from '../function-hours/outside-function-hours.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { readCalendarOverrides } from '../rows/calendar-row.ts';
import { enquiryScope } from '../user-profile/visibility.ts';
import type { Reader } from './reader.ts';

/** Whose profiles may be read in this operation. */
export type Scope = NonNullable<ReturnType<typeof enquiryScope>>;

/** Enquire and listing: DA Maker or Checker with EE inside function time, the house's staff at any hour (W4, W5, domain 5.2). */
export async function enquiryRights(tx: Transaction, reader: Reader, now: Date): Promise<Judged<Scope>> {
  const scope = enquiryScope(reader.standing);
  if (scope === null) {
    return refused(
      'NOT_PERMITTED',
      'Enquiring and listing user profiles needs the DA Maker or DA Checker group and access level EE.',
    );
  }
  if (scope === 'EVERYBODY') return accepted(scope);
  const closed = outsideFunctionHours(now, await readCalendarOverrides(tx, now));
  return closed === null ? accepted(scope) : { ok: false, refusal: closed };
}
