import { DependencyUnavailable, inBatches } from '@countersign/platform';
import type { ChangeRequest } from '../change-request/change-request.ts';
import type { PlainStep, Store, UnitOfWork } from '../ports/unit-of-work.ts';

const AT_ONCE = 32;

type Work = (unit: UnitOfWork, request: ChangeRequest | null) => Promise<unknown>;

interface Decision {
  readonly id: string;
  readonly work: Work;
}

/** Something in a shared unit did not come out as each of its works needs. */
class NotTogether extends Error {}

type Units = Pick<Store, 'change' | 'read'>;

/** Does all in one unit; when that fails for another reason than an engine out of reach, each in one of its own. */
async function togetherOrAlone<Item, Result>(
  items: readonly Item[],
  inOne: (items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<readonly (Result | Promise<Result>)[]> {
  try {
    return await inOne(items);
  } catch (error) {
    if (error instanceof DependencyUnavailable) throw error;
    if (items.length === 1 && !(error instanceof NotTogether)) throw error;
    return items.map(async (item) => (await inOne([item]))[0] as Result);
  }
}

function decisions(units: Units): (decision: Decision) => Promise<unknown> {
  const inOne = (some: readonly Decision[]): Promise<readonly unknown[]> =>
    units.change(async (unit) => {
      const taken = await unit.requests.takeUndecided(some.map(({ id }) => id));
      const done: unknown[] = [];
      for (const { id, work } of some) done.push(await work(unit, taken.get(id) ?? null));
      return done;
    });
  // Two decisions of one request never share a unit: the second must meet what the first one wrote (M1, M2).
  return inBatches<Decision, unknown>({
    most: AT_ONCE,
    keyOf: ({ id }) => id,
    run: (some) => togetherOrAlone(some, inOne),
  });
}

function steps(units: Units): (step: PlainStep) => Promise<boolean> {
  const inOne = (some: readonly PlainStep[]): Promise<readonly boolean[]> =>
    units.change(async (unit) => {
      if (!(await unit.requests.finish(some.map(({ id }) => id)))) {
        if (some.length > 1) throw new NotTogether();
        return [false];
      }
      for (const { entry, events } of some) {
        await unit.audit(entry);
        for (const event of events) await unit.announce(event);
      }
      return some.map(() => true);
    });
  return inBatches<PlainStep, boolean>({
    most: AT_ONCE,
    keyOf: ({ id }) => id,
    run: (some) => togetherOrAlone(some, inOne),
  });
}

/** The units that people who decide at one moment share: what a decision costs is mostly round trips and commits. */
export function sharedUnits(units: Units): Pick<Store, 'find' | 'decide' | 'step'> {
  const decide = decisions(units);
  return {
    find: inBatches({
      most: AT_ONCE,
      run: (ids: readonly string[]) =>
        units.read(async (unit) => {
          const found = await unit.requests.findAll([...new Set(ids)]);
          return ids.map((id) => found.get(id) ?? null);
        }),
    }),
    decide: async <T>(id: string, work: (unit: UnitOfWork, request: ChangeRequest | null) => Promise<T>) =>
      (await decide({ id, work })) as T,
    step: steps(units),
  };
}
