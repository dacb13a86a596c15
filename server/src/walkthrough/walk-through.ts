import type { Clock } from '@countersign/platform';
import type { DemoUser } from '../demo/demo-users-file.ts';
import { apiClient } from './api-client.ts';
import { openCast } from './cast.ts';
import { firstLogin } from './first-login.ts';
import type { Narrator } from './narrator.ts';
import { registerEmail } from './register-email.ts';

/** Plays the main job against a running demo: a registered email, and from there to a second two-factor login. */
export async function walkThrough(options: {
  readonly url: string;
  readonly users: readonly DemoUser[];
  readonly clock: Clock;
  readonly narrator: Narrator;
  readonly remember: (userId: string, lastStep: number) => void;
}): Promise<void> {
  const cast = openCast(options);
  const scene = { client: apiClient(options.url), narrator: options.narrator };
  const user = await registerEmail(scene, cast);
  await firstLogin(scene, cast, user);
}
