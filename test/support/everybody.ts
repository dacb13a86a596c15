import type { ApiClient } from './api-client.ts';
import { type Cast, openCast, present } from './cast.ts';
import { person, type Person, stepUp } from './person.ts';
import { movePhase, type Phase } from './phase.ts';
import type { Stack } from './stacks.ts';

/** The actors of domain 2 with the application that each uses. */
const applications = {
  operator: 'CONSOLE',
  approver: 'CONSOLE',
  reportReader: 'CONSOLE',
  maker: 'DMS',
  checker: 'DMS',
  businessUser: 'CCMS',
} as const;

/** One of the people of domain 2. */
export type Actor = keyof typeof applications;

/** All of them, in the order of the tables. */
export const actors = Object.keys(applications) as readonly Actor[];

/** Everybody who may want something, each in a live session. */
export interface Everybody {
  readonly cast: Cast;
  readonly who: Readonly<Record<Actor, Person>>;
  /** The session of an actor. */
  as(actor: Actor): ApiClient;
  /** Moves to a phase with every session alive and confirmed: two-factor logins are closed before the parallel run. */
  moveTo(phase: Phase): Promise<void>;
}

/** The clearing house's report reader, with a mailbox of his own. */
async function reportReader(stack: Stack): Promise<Person> {
  const who = person('HKEX0003', 'hkex0003@mail.example');
  const identity = await stack.tables('identity');
  await identity.change('UPDATE user_profile SET email = ?, mailbox_key = ? WHERE user_id = ?', [
    who.email,
    who.email,
    who.userId,
  ]);
  return who;
}

/** Logs everybody in, in the parallel run. */
export async function everybody(stack: Stack): Promise<Everybody> {
  await movePhase(stack, 'PARALLEL');
  const cast = await openCast(stack);
  const { operator, approver, maker, checker } = cast;
  const who = {
    operator,
    approver,
    maker,
    checker,
    reportReader: await reportReader(stack),
    businessUser: cast.user(),
  };
  const sessions = new Map<Actor, ApiClient>();
  const as = (actor: Actor) => {
    const session = sessions.get(actor);
    if (session === undefined) throw new Error(`${actor} is not logged in.`);
    return session;
  };
  return {
    cast,
    who,
    as,
    async moveTo(phase) {
      await movePhase(stack, 'PARALLEL');
      for (const actor of actors) {
        const session = await present(stack, who[actor], applications[actor]);
        const granted = await stepUp(stack, who[actor], session);
        if (granted.__typename !== 'StepUpGranted') throw new Error(`No step-up: ${JSON.stringify(granted)}`);
        sessions.set(actor, session);
      }
      await movePhase(stack, phase);
    },
  };
}
