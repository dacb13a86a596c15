import type { Parts } from '../ports/parts.ts';
import { apply } from './apply.ts';

const AGAIN_AFTER_MS = 5_000;
const BATCH = 20;

/**
 * Applies what was authorised but never heard of again: the AUTHORISED row is its own outbox, written with the decision.
 * Each pass takes the due rows by a guarded write, so that several instances do not ask for the same one at once.
 */
export async function applyDue(parts: Parts): Promise<number> {
  const at = parts.clock.now();
  const again = new Date(at.getTime() + AGAIN_AFTER_MS);
  if (!(await parts.store.read((unit) => unit.requests.isAnyDue(at)))) return 0;
  const due = await parts.store.change((unit) => unit.requests.claimDue(at, again, BATCH));
  for (const request of due) await apply(parts, request);
  return due.length;
}
