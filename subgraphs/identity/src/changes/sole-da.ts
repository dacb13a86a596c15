import { waiverHolds } from '../clearing-participant/sole-da-waiver.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { Records } from './records.ts';
import { samePerson } from './same-person.ts';

/** True when maker and checker count as one person and their participant has a waiver in force; only then is one looked for (W2). */
export async function soleDaWaived(
  records: Pick<Records, 'house'>,
  { maker, checker }: { readonly maker: UserProfile | null; readonly checker: UserProfile | null },
  now: Date,
): Promise<boolean> {
  if (maker === null || maker.participant === null || checker === null || !samePerson(maker, checker)) return false;
  if (maker.participant !== checker.participant) return false;
  return waiverHolds((await records.house.waiver(maker.participant)).stored, now);
}
