import { LocalDateScalar } from '@countersign/platform';
import { Arg, Query, Resolver } from 'type-graphql';
import { functionDay } from '../function-hours/function-day.ts';
import { isOpen, nextOpening } from '../function-hours/function-hours.ts';
import { hongKongDate, instantOf, type LocalDate } from '../function-hours/hong-kong-date.ts';
import { readCalendarOverrides } from '../rows/calendar-row.ts';
import { readPhase } from '../rows/phase-row.ts';
import { FunctionHoursType, MigrationType } from './function-hours-type.ts';
import type { Parts } from './parts.ts';

/** What everybody may know of the calendar and of the migration. */
@Resolver()
export class CalendarResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => FunctionHoursType, { description: 'Function time of a Hong Kong date; of today when none is named.' })
  async functionHours(
    @Arg('on', () => LocalDateScalar, { nullable: true }) on: string | undefined,
  ): Promise<FunctionHoursType> {
    const now = this.#parts.clock.now();
    const date = (on ?? hongKongDate(now)) as LocalDate;
    return this.#parts.database.read(async (tx) => {
      const overrides = await readCalendarOverrides(tx, now);
      const ofDate = on === undefined ? overrides : await readCalendarOverrides(tx, instantOf(date, 0));
      return { ...functionDay(date, ofDate), open: isOpen(now, overrides), nextOpening: nextOpening(now, overrides) };
    });
  }

  @Query(() => MigrationType)
  async migration(): Promise<MigrationType> {
    return { phase: await this.#parts.database.read(readPhase) };
  }
}
