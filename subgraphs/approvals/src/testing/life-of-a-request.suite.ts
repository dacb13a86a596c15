import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionPrincipal } from '@countersign/platform';
import fc from 'fast-check';
import { isOpen } from '../change-request/transitions.ts';
import type { Person } from './people-of-abc.suite.ts';
import {
  type DeedName,
  type ModelStep,
  type RequestModel,
  interleavings,
  modelDeeds,
  submitted,
} from './request-model.suite.ts';
import type { ChangeAnswer, World } from './world.suite.ts';

const THREE_DAYS = 3 * 86_400_000;
const RUNS = 1_000;
const LONGEST = 10;
/** For a machine with other work to do. */
const PATIENCE_MS = 180_000;

/** One run of the real thing. */
interface Scene {
  readonly w: World;
  readonly request: ChangeAnswer;
  readonly session: SessionPrincipal;
  readonly code: string;
  readonly event: (type: string, body?: Record<string, unknown>) => Promise<void>;
}

const changed = ({ event }: Scene, { uuid, userId }: Person) =>
  event('identity.profile-changed', { profileUuid: uuid, userId });

/** What people, time and the other parts can do to a request. */
const deeds: Record<DeedName, (scene: Scene) => Promise<unknown>> = {
  authorise: ({ w, request, session, code }) => w.authorise(session, request.id, 'HKABC2X1', code),
  'authorise wrongly': ({ w, request, session }) => w.authorise(session, request.id, 'HKABC2X1', '00000-00000'),
  approve: ({ w, request }) => w.approve(w.checker2, request.id, request.digest),
  'approve something else': ({ w, request }) => w.approve(w.checker2, request.id, 'x'),
  'approve their own': ({ w, request }) => w.approve(w.maker, request.id, request.digest),
  reject: ({ w, request }) => w.reject(w.checker2, request.id),
  cancel: ({ w, request }) => w.cancel(w.maker, request.id),
  'let time pass': ({ w }) => {
    w.clock.advance(THREE_DAYS);
    return w.approvals.runDueWork();
  },
  'lose the owner': async ({ w }) => (w.world.applyFails = 'BEFORE'),
  'lose the answer': async ({ w }) => {
    // The owner applies, and nobody hears of it; then it is asked again.
    const former = w.world.applyFails;
    if (former !== null) return;
    w.world.applyFails = 'AFTER';
    w.clock.advance(10_000);
    await w.approvals.runDueWork();
    w.world.applyFails = null;
    w.clock.advance(10_000);
    await w.approvals.runDueWork();
  },
  'find the owner again': async ({ w }) => (w.world.applyFails = null),
  'change the target': async ({ w }) => (w.user.version += 1),
  'delete the target': (scene) => {
    scene.w.user.deleted = true;
    return changed(scene, scene.w.user);
  },
  'disable the maker': (scene) => {
    scene.w.maker.usable = false;
    return changed(scene, scene.w.maker);
  },
  'take the checker’s role': (scene) => {
    scene.w.checker.roles = [];
    return changed(scene, scene.w.checker);
  },
  'change the phase unheard': async ({ w }) => (w.world.phaseForbids = true),
  'change the phase': async ({ w, event }) => {
    w.world.phaseForbids = true;
    await event('identity.phase-changed');
    await w.approvals.runDueWork();
  },
};

/** All models that what was seen so far allows. */
interface Belief {
  models: readonly RequestModel[];
}

const through = (model: RequestModel, steps: readonly ModelStep[]): RequestModel =>
  steps.reduce((now, step) => step(now), model);

/** Does one deed, or two at once, and holds the stored state against every order in which their steps can fall. */
class Deed implements fc.AsyncCommand<Belief, Scene> {
  readonly #names: readonly DeedName[];

  constructor(...names: readonly DeedName[]) {
    this.#names = names;
  }

  check = () => true;
  toString = () => this.#names.join(' ∥ ');

  async run(belief: Belief, scene: Scene): Promise<void> {
    const [a = [], b = []] = this.#names.map((name) => modelDeeds[name] as readonly ModelStep[]);
    const orders = interleavings(a, b);
    await Promise.all(this.#names.map((name) => deeds[name](scene)));
    const seen = await scene.w.state(scene.request.id);
    const possible = belief.models.flatMap((model) => orders.map((order) => through(model, order)));
    const states = [...new Set(possible.map(({ state }) => state))];
    expect({ deed: this.toString(), states }).toEqual({
      deed: this.toString(),
      states: expect.arrayContaining([seen]),
    });
    const kept = possible.filter(({ state }) => state === seen).map((model) => JSON.stringify(model));
    belief.models = [...new Set(kept)].map((text) => JSON.parse(text) as RequestModel);
  }
}

async function begin(w: World, run: number): Promise<Scene> {
  Object.assign(w.world, { applyFails: null, phaseForbids: false });
  Object.assign(w.user, { deleted: false });
  Object.assign(w.maker, { usable: true });
  w.checker.roles = ['DA_CHECKER'];
  w.clock.advance(THREE_DAYS);
  await w.approvals.runDueWork();
  await w.change('DELETE FROM outbox');
  const { code } = await w.code(w.checker, 'renewAuthorisationCode');
  const request = await w.submit(w.maker, w.user, { email: `run-${run}@abc.example` });
  let events = 0;
  const event: Scene['event'] = async (type, body = {}) => {
    events += 1;
    const id = `0190b000-0000-7000-${String(events).padStart(4, '0')}-${String(run).padStart(12, '0')}`;
    await w.bus.publish({ id, type, at: w.clock.now().toISOString(), body });
  };
  return { w, request, session: w.session(w.maker, { sessionId: `run-${run}` }), code, event };
}

const DECISIONS = [
  'change.authorised',
  'change.rejected',
  'change.cancelled',
  'change.expired',
  'change.phase-cancelled',
];
const ENDS: Record<string, string> = {
  'change.executed': 'EXECUTED',
  'change.stale': 'STALE',
  'change.rejected': 'REJECTED',
  'change.cancelled': 'CANCELLED',
  'change.expired': 'EXPIRED',
  'change.phase-cancelled': 'PHASE_CANCELLED',
};

/** One end at most; the audit, the events and the owner's effects say the same. */
async function agrees({ w, request }: Scene): Promise<void> {
  const state = await w.state(request.id);
  const audits = (await w.audits(request.id)).filter(({ outcome }) => outcome === 'SUCCESS');
  const decisions = audits.filter(({ action }) => DECISIONS.includes(action));
  const ends = audits.flatMap(({ action }) => ENDS[action] ?? []);
  expect(decisions.length).toBeLessThanOrEqual(1);
  expect(ends).toEqual(isOpen(state as 'SUBMITTED') ? [] : [state]);
  expect(w.world.effects.filter((id) => id === request.id)).toHaveLength(state === 'EXECUTED' ? 1 : 0);
  const told = await w.rows<{ body: string }>(
    `SELECT body FROM outbox WHERE type = 'approvals.request-changed' ORDER BY seq`,
  );
  const states = told.map(({ body }) => JSON.parse(body) as { requestId: string; state: string });
  const own = states.filter(({ requestId }) => requestId === request.id).map((each) => each.state);
  expect(new Set(own).size).toBe(own.length);
  expect(own.at(-1)).toBe(state);
  const held = await w.rows('SELECT target_key FROM open_target WHERE request_id = ?', [request.id]);
  expect(held).toHaveLength(isOpen(state as 'SUBMITTED') ? 1 : 0);
}

const anyDeed = fc.constantFrom(...(Object.keys(deeds) as DeedName[]));
/** Moves the clock twice in the middle, which no other deed beside it could be judged by. */
const alone = anyDeed.filter((name) => name !== 'lose the answer');
const anyDeeds = fc.commands(
  [anyDeed.map((name) => new Deed(name)), fc.tuple(alone, alone).map(([a, b]) => new Deed(a, b))],
  { maxCommands: LONGEST, size: 'max' },
);

/** Any sequence of deeds, alone or two at once, leaves the stored request where the model says (M2, O10's method). */
export function lifeOfARequestSuite(open: () => Promise<World>): void {
  describe('the life of a request', () => {
    let w: World;
    beforeAll(async () => {
      w = await open();
      await w.bus.start();
    });
    afterAll(() => w.close());

    it(
      'follows W2 through any sequence of deeds, one end at most, and audit, events and effects agree',
      async () => {
        let run = 0;
        const follows = async (commands: Iterable<fc.AsyncCommand<Belief, Scene>>): Promise<void> => {
          run += 1;
          const scene = await begin(w, run);
          await fc.asyncModelRun(() => ({ model: { models: [submitted] }, real: scene }), commands);
          await agrees(scene);
        };
        // A failure prints its seed and its path; no seed is ever fixed here.
        await fc.assert(fc.asyncProperty(anyDeeds, follows), { numRuns: RUNS, endOnFailure: true });
      },
      PATIENCE_MS,
    );
  });
}
