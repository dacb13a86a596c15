import type { Transaction } from '@countersign/platform';
import { outsideFunctionHours } from '../function-hours/outside-function-hours.ts';
import { phaseForbids } from '../permission-matrix/permitted-actions.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { readCalendarOverrides } from '../rows/calendar-row.ts';
import { enquiryScope, type Reading, type Scope } from '../user-profile/visibility.ts';
import type { Reader } from './reader.ts';

/** Who reads, and whether one profile or a listing. */
export interface WantedReading {
  readonly reader: Reader;
  readonly reading: Reading;
}

/** Enquire and listing: DA Maker or Checker with EE inside function time, the house's staff at any hour (W4, W5, domain 5.2). */
export async function enquiryRights(
  tx: Transaction,
  { reader, reading }: WantedReading,
  now: Date,
): Promise<Judged<Scope>> {
  const scope = enquiryScope(reader, reading);
  if (scope === null) {
    return phaseForbids(reader, reading)
      ? refused('PHASE_FORBIDS', 'In the migration phase in force this function is not open to you.')
      : refused(
          'NOT_PERMITTED',
          'Enquiring and listing user profiles needs the DA Maker or DA Checker group and access level EE.',
        );
  }
  if (scope === 'EVERYBODY') return accepted(scope);
  const closed = outsideFunctionHours(now, await readCalendarOverrides(tx, now));
  return closed === null ? accepted(scope) : { ok: false, refusal: closed };
}
