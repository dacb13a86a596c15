import type { Principal } from '@countersign/platform';
import { type House, type Step, flowIdOf, untilSecondFactor } from './house.ts';
import { totpCode } from './totp-code.ts';

/** A person at work in a session of his own, with what his hands hold. */
export interface AtWork {
  readonly userId: string;
  readonly profileUuid: string;
  readonly principal: Principal;
  readonly sessionId: string;
  readonly token: string;
}

/** Signs a person in by app (given the URI that it holds) or by mailed code, and moves on to the next code. */
export async function atWork(
  house: House,
  who: { readonly userId: string; readonly profileUuid: string; readonly secret: string; readonly uri: string | null },
): Promise<AtWork> {
  const { userId, profileUuid, secret, uri } = who;
  const flow = await untilSecondFactor(house, userId, secret);
  const step =
    uri === null
      ? await house.emailOtp(flow, await house.mailedCode(userId))
      : await house.totp(flow, totpCode(uri, house.clock.now()));
  if (step.__typename !== 'SignedIn') throw new Error(JSON.stringify(step));
  house.clock.advance(60_000);
  return workingFrom(house, { userId, profileUuid, methods: ['password', uri === null ? 'email-otp' : 'totp'] }, step);
}

/** The person behind a session that was just opened. */
export function workingFrom(
  house: House,
  who: { readonly userId: string; readonly profileUuid: string; readonly methods: readonly string[] },
  signedIn: Step,
): AtWork {
  const { id } = signedIn['session'] as { readonly id: string };
  const { userId, profileUuid } = who;
  const token = String(signedIn['sessionToken']);
  return { userId, profileUuid, sessionId: id, token, principal: house.session({ id, ...who }) };
}

/** Whether a session still opens anything. */
export async function lives(house: House, { token }: AtWork): Promise<boolean> {
  const asked = await house.run(`{ resolveSession(token: "${token}") { userId } }`, house.service('gateway'));
  return asked.step !== null;
}

/** Begins a change in a session, and gives password and present factor once more; the step that follows. */
export async function provenAgain(
  house: House,
  mine: AtWork,
  by: { readonly call: string; readonly secret: string; readonly uri: string | null },
): Promise<Step> {
  const begun = await house.mutate(by.call, mine.principal);
  const asked = await house.password(flowIdOf(begun), by.secret, mine.principal);
  const flow = flowIdOf(asked);
  return by.uri === null
    ? house.emailOtp(flow, await house.mailedCode(mine.userId), mine.principal)
    : house.totp(flow, totpCode(by.uri, house.clock.now()), mine.principal);
}
