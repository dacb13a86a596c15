import type { Parts } from '../parts.ts';
import type { OtpChannel, Route } from '../route-book.ts';
import type { Flow } from './flow.ts';

/**
 * The routes without those to codes by email or to passkeys, where the clearing house keeps them from a participant's users
 * who have no channel yet, and no routes at all to who would change to such a one (O5, W16). Asked live at each step of
 * these, and of nobody else: whoever has a channel keeps it.
 */
export async function routesByPolicy(parts: Parts, flow: Flow, routes: readonly Route[]): Promise<readonly Route[]> {
  const { purpose, subject, channel, evidence, goal } = flow;
  if (subject === null) return routes;
  if (goal?.kind === 'CHANNEL')
    return (await withheld(parts, subject.participant, [goal.channel])).length > 0 ? [] : routes;
  if (purpose !== 'LOGIN' || channel !== null || evidence.length === 0) return routes;
  const joined = routes.map((route) => route.channel).filter((one) => one !== undefined);
  const kept = await withheld(parts, subject.participant, joined);
  return routes.filter((route) => route.channel === undefined || !kept.includes(route.channel));
}

/** Which of these channels a participant's users may not come onto (O5). */
export async function withheld(
  { people }: Pick<Parts, 'people'>,
  participant: string | null,
  channels: readonly OtpChannel[],
): Promise<readonly OtpChannel[]> {
  const found: OtpChannel[] = [];
  if (channels.includes('EMAIL') && !(await people.isEmailOtpAllowed(participant))) found.push('EMAIL');
  if (channels.includes('PASSKEY') && !(await people.isPasskeyAllowed(participant))) found.push('PASSKEY');
  return found;
}
