import type { Clock } from '@countersign/platform';
import type { DemoUser } from '../demo/demo-users-file.ts';
import { type AuthenticatorApp, authenticatorApp } from './authenticator-app.ts';
import { WalkthroughFailed } from './api-client.ts';
import type { Narrator } from './narrator.ts';

/** Somebody who can log in. */
export interface Person {
  readonly userId: string;
  readonly password: string;
  readonly app: AuthenticatorApp;
}

/** The demo's people, and a memory of which codes they used, so that a second walkthrough waits instead of failing. */
export interface Cast {
  person(userId: string): Person;
  /** Somebody new, with the device just registered. */
  join(userId: string, password: string, otpauthUri: string): Person;
}

/** Brings the demo users to life. `remember` keeps the last code's time step of a demo user. */
export function openCast(options: {
  readonly users: readonly DemoUser[];
  readonly clock: Clock;
  readonly narrator: Narrator;
  readonly remember: (userId: string, lastStep: number) => void;
}): Cast {
  const { users, clock, narrator, remember } = options;
  const alive = (userId: string, password: string, device: { otpauthUri: string; lastStep: number }): Person => ({
    userId,
    password,
    app: authenticatorApp({
      ...device,
      clock,
      used: (step) => remember(userId, step),
      waiting: (seconds) => narrator.waiting(`${userId} waits for the next code of the app`, seconds),
    }),
  });
  return {
    person(userId) {
      const user = users.find((one) => one.userId === userId);
      if (user === undefined || user.otpauthUri === null) {
        throw new WalkthroughFailed(
          `There are no demo credentials for ${userId}: start the demo with "npm start" first`,
        );
      }
      return alive(userId, user.password, { otpauthUri: user.otpauthUri, lastStep: user.lastStep });
    },
    join: (userId, password, otpauthUri) => alive(userId, password, { otpauthUri, lastStep: 0 }),
  };
}
