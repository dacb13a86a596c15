import { type ApiClient, WalkthroughFailed } from './api-client.ts';
import type { Person } from './cast.ts';
import { approve, submit } from './change.ts';
import type { Desks } from './desks.ts';
import { enterPassword, type Scene } from './log-in.ts';
import type { Narrator } from './narrator.ts';

const WRONG_CODES = 10;
const WRONG = 'mutation ($flowId: ID!) { answerWithTotp(flowId: $flowId, code: "000000") { __typename } }';
const LOCKED = 'query ($userId: ID!) { userProfile(userId: $userId) { lockedAt } }';

const silent: Narrator = { chapter: () => undefined, step: () => undefined, waiting: () => undefined };

async function lockedSince(maker: ApiClient, userId: string): Promise<string | null> {
  return (await maker.ask<{ readonly lockedAt: string | null }>(LOCKED, { userId })).lockedAt;
}

/** W7: ten wrong codes lock a user; the pair unlocks him, password and app kept. */
export async function unlockUser({ client, narrator }: Scene, desks: Desks, who: Person): Promise<void> {
  const { session, userId: makerId } = desks.maker;
  narrator.chapter(`${who.userId} is locked, and unlocked`);
  for (let wrong = 0; wrong < WRONG_CODES; wrong += 1) {
    const flowId = await enterPassword({ client, narrator: silent }, who, 'CCMS', 'ProofsOffered');
    await client.ask(WRONG, { flowId });
  }
  const since = await lockedSince(session, who.userId);
  if (since === null) throw new WalkthroughFailed(`${who.userId} should be locked`);
  narrator.step(`Somebody types ${WRONG_CODES} wrong codes for ${who.userId}`, `locked since ${since}`);
  const input = { userId: who.userId, reason: 'Called in, identity checked' };
  const request = await submit(session, ['submitUnlock', 'AccountChangeInput'], input);
  narrator.step(`${makerId} submits the unlock`, request.state);
  await approve(desks, narrator, request);
  if ((await lockedSince(session, who.userId)) !== null) throw new WalkthroughFailed(`${who.userId} is still locked`);
}
