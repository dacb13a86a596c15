import type { Clock } from '@countersign/platform';
import type { DemoUser } from '../demo/demo-users-file.ts';
import { apiClient } from './api-client.ts';
import { bulkChange } from './bulk-change.ts';
import { openCast } from './cast.ts';
import { createUser } from './create-user.ts';
import { firstLogin } from './first-login.ts';
import { lostPhone } from './lost-phone.ts';
import type { Narrator } from './narrator.ts';
import { registerEmail } from './register-email.ts';
import { takeReport } from './take-report.ts';
import { unlockUser } from './unlock-user.ts';

/**
 * Plays the main job against a running demo: a registered email, and from there to a second two-factor login; then what
 * else a pair of administrators does, and what becomes of a lost phone. The checker's confirmation of the first act is still good in the second.
 */
export async function walkThrough(options: {
  readonly url: string;
  readonly users: readonly DemoUser[];
  readonly clock: Clock;
  readonly narrator: Narrator;
  readonly remember: (userId: string, lastStep: number) => void;
}): Promise<void> {
  const cast = openCast(options);
  const scene = { client: apiClient(options.url), narrator: options.narrator };
  const { user, desks } = await registerEmail(scene, cast);
  const { person, session } = await firstLogin(scene, cast, user);
  await createUser(scene, desks);
  await bulkChange(scene, desks);
  const renewed = await lostPhone(scene, cast, { person, session });
  await unlockUser(scene, desks, renewed);
  await takeReport(scene, desks);
}
