import { type ApiClient, WalkthroughFailed } from './api-client.ts';
import { approve, submit } from './change.ts';
import type { Desks } from './desks.ts';
import type { Scene } from './log-in.ts';

const TAKEN = '{ userProfiles(filter: { search: "HKABC4" }, first: 100) { nodes { userId } } }';

async function freeUserId(maker: ApiClient): Promise<string> {
  const { nodes } = await maker.ask<{ nodes: readonly { readonly userId: string }[] }>(TAKEN);
  const taken = new Set(nodes.map(({ userId }) => userId));
  const endings = [...'ABCDEFGH'].flatMap((letter) => [...'123456789'].map((digit) => `${letter}${digit}`));
  const free = endings.map((ending) => `HKABC4${ending}`).find((userId) => !taken.has(userId));
  if (free === undefined) throw new WalkthroughFailed('The demo has no free user ID left. Delete its data folder');
  return free;
}

/** W6: a maker makes a user, a checker approves it in his own session, and the user is there. */
export async function createUser({ narrator }: Scene, desks: Desks): Promise<void> {
  const { session, userId: makerId } = desks.maker;
  narrator.chapter('A new user, approved in the session of the checker');
  const userId = await freeUserId(session);
  const email = `${userId.toLowerCase()}@abc-futures.example`;
  const input = { userId, surname: 'YU', otherNames: 'Wing Sze', email, groups: ['COLLATERAL_ENQUIRY'] };
  const request = await submit(session, ['submitUserCreation', 'UserCreationInput'], input);
  narrator.step(`${makerId} submits ${userId}, YU Wing Sze, for COLLATERAL_ENQUIRY`, request.state);
  await approve(desks, narrator, request);
}
