import type { ApiClient } from './api-client.ts';
import { arrive, logIn, type Person, person, signedIn, stepUp } from './person.ts';
import { only, revealCode } from './changes.ts';
import type { Stack } from './stacks.ts';

/** The people of the tests, all of participant ABC unless said otherwise, each with a mailbox of his own. */
export interface Cast {
  readonly maker: Person;
  readonly checker: Person;
  readonly otherMaker: Person;
  readonly otherChecker: Person;
  /** The same roles at another participant. */
  readonly foreignMaker: Person;
  readonly foreignChecker: Person;
  /** The clearing house's own pair. */
  readonly operator: Person;
  readonly approver: Person;
  /** Business users of ABC that nothing has happened to; each call takes another one. */
  user(): Person;
  /** A business user of the other participant. */
  foreignUser(): Person;
}

/** Hands out people whom the demo data holds, after giving each a mailbox that nobody shares. */
export async function openCast(stack: Stack): Promise<Cast> {
  const identity = await stack.tables('identity');
  const all = await identity.rows<{ user_id: string; type: string; participant: string | null }>(
    `SELECT user_id, type, participant FROM user_profile WHERE deleted_at IS NULL AND status = 'ENABLED' ORDER BY user_id`,
  );
  const known = new Set(all.map((row) => row.user_id));
  const give = async (userId: string) => {
    if (!known.has(userId)) throw new Error(`The demo data has no ${userId}.`);
    const email = `${userId.toLowerCase()}@mail.example`;
    await identity.change(
      'UPDATE user_profile SET email = ?, mailbox_key = ?, enable_from = NULL, disable_after = NULL WHERE user_id = ?',
      [email, email, userId],
    );
    return person(userId, email);
  };
  const take = async (participant: string | null | undefined, count: number) =>
    Promise.all(
      all
        .filter((row) => row.type === 'USER' && row.participant === participant)
        .slice(0, count)
        .map((row) => give(row.user_id)),
    );
  const users = await take('ABC', 115);
  const foreignUsers = await take('XYZ', 3);
  const next = (from: Person[]) => {
    const one = from.shift();
    if (one === undefined) throw new Error('Everybody of the demo data is taken.');
    return one;
  };
  return {
    maker: await give('HKABC1X1'),
    checker: await give('HKABC2X1'),
    otherMaker: await give('HKABC1X2'),
    otherChecker: await give('HKABC2X2'),
    foreignMaker: await give('HKXYZ1X1'),
    foreignChecker: await give('HKXYZ2X1'),
    operator: await give('HKEX0001'),
    approver: await give('HKEX0002'),
    user: () => next(users),
    foreignUser: () => next(foreignUsers),
  };
}

/** A session that still holds, or a new one: sessions idle out while the tests move the clock. */
export async function present(
  stack: Stack,
  who: Person,
  application: string,
  client: ApiClient = stack.client(),
): Promise<ApiClient> {
  return who.app === null
    ? arrive(stack, who, application, client)
    : signedIn(client, await logIn(stack, who, application, client));
}

/** The checker's code of this month, got as W3 says: own session, step-up, reveal. */
export async function authorisationCodeOf(stack: Stack, checker: Person): Promise<string> {
  const session = await present(stack, checker, 'DMS');
  only(await session.send('{ viewer { userId } }'));
  const granted = await stepUp(stack, checker, session);
  if (granted.__typename !== 'StepUpGranted') throw new Error(`No step-up: ${JSON.stringify(granted)}`);
  const shown = await revealCode(session);
  if (shown.__typename !== 'AuthorisationCode') throw new Error(`No code: ${JSON.stringify(shown)}`);
  return shown.code;
}
