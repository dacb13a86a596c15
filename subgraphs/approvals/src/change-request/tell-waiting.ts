import type { Parts } from '../ports/parts.ts';
import type { Waiting } from '../ports/unit-of-work.ts';

const WAITS_MS = 10 * 60_000;
/** How many requests one pass tells of. */
const BATCH = 200;

function byParticipant(waiting: readonly Waiting[]): ReadonlyMap<string | null, readonly string[]> {
  const groups = new Map<string | null, string[]>();
  for (const { id, participant } of waiting) groups.set(participant, [...(groups.get(participant) ?? []), id]);
  return groups;
}

/**
 * Tells checkers once of requests that nobody decided within ten minutes, all of a participant together: who decides on the
 * maker's screen hears nothing, and a busy maker causes one mail. The mark and the event commit together.
 */
export async function tellWaiting(parts: Parts): Promise<void> {
  const at = parts.clock.now();
  const since = new Date(at.getTime() - WAITS_MS);
  if (!(await parts.store.read((unit) => unit.requests.isAnyUntold(since)))) return;
  await parts.store.change(async (unit) => {
    const waiting = await unit.requests.takeUntold(since, at, BATCH);
    for (const [participant, requestIds] of byParticipant(waiting)) {
      const body = { participant, requestIds, count: requestIds.length };
      await unit.announce({ type: 'approvals.requests-waiting', at, body });
    }
  });
}
