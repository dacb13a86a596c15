import type { Parts } from '../ports/parts.ts';
import type { PhaseReview } from '../ports/unit-of-work.ts';
import type { Refusal } from '../refusal.ts';
import type { ChangeRequest } from './change-request.ts';
import { endUndecided } from './settle-denial.ts';

/** How many requests one step looks at, and how many steps one pass of due work takes. */
const BATCH = 50;
const MOST_STEPS = 20;

type Judged = readonly [request: ChangeRequest, refusal: Refusal | null];

async function judged(parts: Parts, requests: readonly ChangeRequest[]): Promise<readonly Judged[]> {
  return Promise.all(
    requests.map(async (request): Promise<Judged> => [request, await parts.rights.stillPermitted(request)]),
  );
}

/** One bounded step: judges the next requests, ends those that the phase forbids, and writes down how far it came. */
async function step(parts: Parts, review: PhaseReview): Promise<void> {
  const at = parts.clock.now();
  const next = await parts.store.read((unit) => unit.requests.undecidedAfter(review.reviewedUpTo, BATCH));
  const last = next.at(-1);
  const found = await judged(parts, next);
  await parts.store.change(async (unit) => {
    for (const [request, refusal] of found) {
      if (refusal?.code === 'PHASE_FORBIDS') await endUndecided(unit, { request, at }, 'PHASE_CANCELLED', refusal);
    }
    if (last === undefined || next.length < BATCH) await unit.phaseReviews.finish(review);
    else await unit.phaseReviews.advance(review, last.id);
  });
}

/** Remembers that a phase began, so that every open request is judged again; the same event twice is one review. */
export async function reviewLater(parts: Parts, eventId: string): Promise<void> {
  await parts.store.change((unit) => unit.phaseReviews.open(eventId, parts.clock.now()));
}

/**
 * Goes on with reviews that are due, from where they were left: a killed process loses at most one step, and repeating a
 * step ends nothing twice (section 8). Decisions judge the phase themselves and never wait for this.
 */
export async function reviewPhase(parts: Parts): Promise<void> {
  for (let taken = 0; taken < MOST_STEPS; taken += 1) {
    const review = await parts.store.read((unit) => unit.phaseReviews.next());
    if (review === null) return;
    await step(parts, review);
  }
}
