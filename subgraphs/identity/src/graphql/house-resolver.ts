import {
  Fault,
  inBatches,
  Internal,
  JsonScalar,
  LocalDateScalar,
  requireService,
  requireSession,
  type SubgraphContext,
  type Transaction,
} from '@countersign/platform';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { hongKongDate, type LocalDate, plusDays } from '../function-hours/hong-kong-date.ts';
import { timeOfDay } from '../function-hours/time-of-day.ts';
import { shownPolicies } from '../policy/shown-policies.ts';
import { listCalendarOverrides } from '../rows/calendar-row.ts';
import type { PolicyValues } from '../policy/policies.ts';
import { policiesForEach, readPolicies } from '../rows/policy-row.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { administers, isHouseStaff, type Standing } from '../user-profile/standing.ts';
import { CalendarOverrideType } from './calendar-override-type.ts';
import type { Parts } from './parts.ts';
import { PolicyType } from './policy-type.ts';
import { presentGroup } from './present-group.ts';
import { type Reader, readerIn } from './reader.ts';
import { UserGroupType } from './user-profile-type.ts';

const ASKED_AT_ONCE = 64;
const LONGEST_RANGE_DAYS = 400;

const ofHouse = (standing: Standing): boolean =>
  isHouseStaff(standing, 'HKEX_OPERATOR', 'HKEX_APPROVER', 'HKEX_REPORT_READER');

/** What belongs to the house and others need to know: its groups, policies and calendar. */
@Resolver()
export class HouseResolver {
  readonly #parts: Parts;
  readonly #policiesOf: (participant: string | null) => Promise<PolicyValues>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#policiesOf = inBatches({
      most: ASKED_AT_ONCE,
      run: (participants: readonly (string | null)[]) => parts.database.read((tx) => policiesForEach(tx, participants)),
    });
  }

  @Query(() => [UserGroupType], { description: 'Every group that you may meet, in the order of the forms.' })
  async userGroups(@Ctx() context: SubgraphContext): Promise<readonly UserGroupType[]> {
    return this.#asStaff(context, async (_, { standing, catalogue }) =>
      catalogue.groups.filter((group) => ofHouse(standing) || group.kind !== 'HKEX').map(presentGroup),
    );
  }

  @Query(() => [PolicyType], {
    description: "The policies that hold for your participant; the clearing house's staff name one or see the house's.",
  })
  async housePolicies(
    @Arg('participant', () => String, { nullable: true }) typed: string | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<readonly PolicyType[]> {
    return this.#asStaff(context, async (tx, { standing }) => {
      const { participant: own } = standing.profile;
      const named = typed === undefined || typed === null ? own : participantCode(typed);
      // Another participant looks non-existent (A1), and so does one that nobody can be.
      if ((typed ?? null) !== null && (named === null || (own !== null && named !== own)))
        throw new Fault('PARTICIPANT_UNKNOWN', 'There is no such clearing participant.');
      return shownPolicies(await readPolicies(tx, named), named);
    });
  }

  @Query(() => [CalendarOverrideType], {
    description: 'Dates with function hours of their own, both ends included; from today for a year unless told.',
  })
  async calendarOverrides(
    @Arg('from', () => LocalDateScalar, { nullable: true }) first: LocalDate | undefined,
    @Arg('to', () => LocalDateScalar, { nullable: true }) last: LocalDate | undefined,
  ): Promise<readonly CalendarOverrideType[]> {
    const from = first ?? hongKongDate(this.#parts.clock.now());
    const to = last ?? plusDays(from, 365);
    if (to > plusDays(from, LONGEST_RANGE_DAYS))
      throw new Fault('INVALID_INPUT', `Ask for at most ${LONGEST_RANGE_DAYS} days at a time.`);
    const found = await this.#parts.database.read((tx) => listCalendarOverrides(tx, from, to));
    return found.map(({ date, window, reason }) => ({
      date,
      reason,
      opensAt: window === null ? null : timeOfDay(window.opensAtMinute),
      closesAt: window === null ? null : timeOfDay(window.closesAtMinute),
    }));
  }

  @Internal()
  @Query(() => JsonScalar, { description: 'The value of every policy for a participant, or for the house.' })
  async policies(
    @Arg('participant', () => String, { nullable: true }) participant: string | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<unknown> {
    requireService(context, 'gateway', 'authentication', 'approvals');
    return this.#policiesOf(participant ?? null);
  }

  /** Administrators with their rights, and the house's staff. */
  async #asStaff<T>(context: SubgraphContext, work: (tx: Transaction, reader: Reader) => Promise<T>): Promise<T> {
    requireSession(context);
    return this.#parts.database.read(async (tx) => {
      const reader = await readerIn(tx, context, this.#parts, this.#parts.clock.now());
      if (reader === null)
        throw new Fault('UNAUTHENTICATED', 'Please log in again: your profile can no longer be used.');
      const { standing } = reader;
      if (!ofHouse(standing) && !administers(standing, 'DA_MAKER') && !administers(standing, 'DA_CHECKER'))
        throw new Fault('NOT_PERMITTED', 'This needs the DA Maker or DA Checker group and access level EE.');
      return work(tx, reader);
    });
  }
}
