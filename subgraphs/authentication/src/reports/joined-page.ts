import {
  filledPage,
  type ReportArgs,
  type ReportColumn,
  type ReportLine,
  type ReportLines,
  type ReportPosition,
  textArg,
} from '@countersign/platform';
import type { PagedProfile } from './profile-pages.ts';
import { noAccount, type ReportedAccount, type ReportReader } from './report-reader.ts';

/** A profile with its account. */
export interface Joined {
  readonly profile: PagedProfile;
  readonly account: ReportedAccount;
}

/** Profiles looked through at once: a screenful first, and more at once where a page is not full by then. */
const FIRST_STRETCH = 200;
const LATER_STRETCH = 2_000;

/** The columns that say whom a line is about. */
export const who: readonly ReportColumn[] = [
  { key: 'participant', title: 'Participant' },
  { key: 'userId', title: 'User ID' },
  { key: 'type', title: 'Profile Type' },
  { key: 'surname', title: 'Surname' },
  { key: 'otherNames', title: 'Other Names' },
];

/** The cells of those columns. */
export function whoOf({ participant, userId, type, surname, otherNames }: PagedProfile): ReportLine {
  return [participant, userId, type, surname, otherNames];
}

/**
 * A full page of the lines that `lineOf` makes: profiles by user ID from Identity, stretch by stretch, each stretch joined
 * with its accounts by one statement. Null leaves a profile out.
 */
export async function joinedPage(
  reader: ReportReader,
  args: ReportArgs,
  position: ReportPosition,
  lineOf: (joined: Joined) => ReportLine | null,
): Promise<ReportLines> {
  const participant = textArg(args, 'participant') ?? null;
  const first = Math.max(position.size + 1, FIRST_STRETCH);
  return filledPage(position, async (after) => {
    const size = after === position.after ? first : Math.max(first, LATER_STRETCH);
    const { profiles } = await reader.page({ participant, after, size });
    const accounts = await reader.accounts(profiles.map(({ uuid }) => uuid));
    const found = profiles.flatMap((profile) => {
      const line = lineOf({ profile, account: accounts.get(profile.uuid) ?? noAccount });
      return line === null ? [] : [{ line, position: profile.userId }];
    });
    return { found, next: profiles.length < size ? null : (profiles.at(-1)?.userId ?? null) };
  });
}
