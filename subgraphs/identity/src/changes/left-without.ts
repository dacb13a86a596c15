import { administers, standingOf } from '../user-profile/standing.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { Records } from './records.ts';

const roles = { DA_MAKER: 'DA Maker', DA_CHECKER: 'DA Checker' } as const;

/**
 * Warns when a participant would be left with no usable maker or checker; `after` is the profile as it would be, or null
 * when it would be gone (W18, W21).
 */
export async function leftWithout(
  records: Records,
  { before, after, now }: { readonly before: UserProfile; readonly after: UserProfile | null; readonly now: Date },
): Promise<readonly string[]> {
  const { participant } = before;
  const catalogue = await records.catalogue();
  const had = standingOf(before, now, catalogue);
  const has = after === null ? null : standingOf(after, now, catalogue);
  const lost = (['DA_MAKER', 'DA_CHECKER'] as const).filter(
    (role) => administers(had, role) && !(has !== null && administers(has, role)),
  );
  if (participant === null || lost.length === 0) return [];
  const others = (await records.administrators(participant)).filter(({ uuid }) => uuid !== before.uuid);
  return lost
    .filter((role) => !others.some((other) => administers(standingOf(other, now, catalogue), role)))
    .map((role) => `${participant} would be left without a usable ${roles[role]}.`);
}
