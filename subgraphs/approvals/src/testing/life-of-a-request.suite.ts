import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionPrincipal } from '@countersign/platform';
import fc from 'fast-check';
import type { ChangeState } from '../change-request/transitions.ts';
import type { ChangeAnswer, World } from './world.suite.ts';

const THREE_DAYS = 3 * 86_400_000;

/** The model: what is true of a request by the rules of W2 alone. */
interface Model {
  readonly state: ChangeState;
  readonly method: 'CODE' | 'SESSION' | null;
  readonly failures: number;
  readonly isOwnerThere: boolean;
  readonly isTargetChanged: boolean;
  readonly isForbidden: boolean;
}

/** One run of the real thing. */
interface Scene {
  readonly w: World;
  readonly request: ChangeAnswer;
  readonly session: SessionPrincipal;
  readonly code: string;
}

const applied = (model: Model): Model => {
  if (model.state !== 'AUTHORISED' || !model.isOwnerThere) return model;
  return { ...model, state: model.isTargetChanged ? 'STALE' : 'EXECUTED' };
};

const agreed =
  (method: 'CODE' | 'SESSION') =>
  (model: Model): Model => {
    if (model.state === 'AUTHORISED') return model.method === method ? applied(model) : model;
    if (model.state !== 'SUBMITTED') return model;
    if (model.isForbidden) return { ...model, state: 'PHASE_CANCELLED' };
    if (model.isTargetChanged) return { ...model, state: 'STALE' };
    return applied({ ...model, state: 'AUTHORISED', method });
  };

/** A Confirm by the checker who already confirmed is that same Confirm again (W2); its code is not looked at. */
const confirmedAgain = (model: Model): Model =>
  model.state === 'AUTHORISED' && model.method === 'CODE' ? applied(model) : model;

const ifWaiting =
  (then: (model: Model) => Partial<Model>) =>
  (model: Model): Model =>
    model.state === 'SUBMITTED' ? { ...model, ...then(model) } : model;

/** What people and time can do to a request: what must come of it, and the doing. */
const deeds: Record<string, { must: (model: Model) => Model; does: (scene: Scene) => Promise<unknown> }> = {
  authorise: {
    must: agreed('CODE'),
    does: ({ w, request, session, code }) => w.authorise(session, request.id, 'HKABC2X1', code),
  },
  'authorise wrongly': {
    must: (model) =>
      ifWaiting(({ failures }) => (failures === 2 ? { state: 'CANCELLED' } : { failures: failures + 1 }))(
        confirmedAgain(model),
      ),
    does: ({ w, request, session }) => w.authorise(session, request.id, 'HKABC2X1', '00000-00000'),
  },
  approve: { must: agreed('SESSION'), does: ({ w, request }) => w.approve(w.checker2, request.id, request.digest) },
  'approve something else': {
    must: (model) => model,
    does: ({ w, request }) => w.approve(w.checker2, request.id, 'x'),
  },
  'approve their own': {
    must: (model) => model,
    does: ({ w, request }) => w.approve(w.maker, request.id, request.digest),
  },
  reject: {
    must: ifWaiting(() => ({ state: 'REJECTED' })),
    does: ({ w, request }) => w.reject(w.checker2, request.id),
  },
  cancel: { must: ifWaiting(() => ({ state: 'CANCELLED' })), does: ({ w, request }) => w.cancel(w.maker, request.id) },
  'let time pass': {
    must: (model) => applied(ifWaiting(() => ({ state: 'EXPIRED' }))(model)),
    does: ({ w }) => {
      w.clock.advance(THREE_DAYS);
      return w.approvals.runDueWork();
    },
  },
  'lose the owner': {
    must: (model) => ({ ...model, isOwnerThere: false }),
    does: async ({ w }) => (w.world.applyFails = 'BEFORE'),
  },
  'find the owner again': {
    must: (model) => ({ ...model, isOwnerThere: true }),
    does: async ({ w }) => (w.world.applyFails = null),
  },
  'change the target': {
    must: (model) => ({ ...model, isTargetChanged: true }),
    does: async ({ w }) => (w.user.version += 1),
  },
  'change the phase': {
    must: (model) => ({ ...model, isForbidden: true }),
    does: async ({ w }) => (w.world.phaseForbids = true),
  },
};

async function begin(w: World, run: number): Promise<Scene> {
  w.world.applyFails = null;
  w.world.phaseForbids = false;
  w.clock.advance(THREE_DAYS);
  await w.approvals.runDueWork();
  const { code } = await w.code(w.checker, 'renewAuthorisationCode');
  const request = await w.submit(w.maker, w.user, { email: `run-${run}@abc.example` });
  return { w, request, session: w.session(w.maker, { sessionId: `run-${run}` }), code };
}

const DECISIONS = [
  'change.authorised',
  'change.rejected',
  'change.cancelled',
  'change.expired',
  'change.phase-cancelled',
];

/** Any sequence of deeds leaves the stored request exactly where the model says (M2, O10's method). */
export function lifeOfARequestSuite(open: () => Promise<World>): void {
  describe('the life of a request', () => {
    let w: World;
    beforeAll(async () => {
      w = await open();
    });
    afterAll(() => w.close());

    it('follows W2 through any sequence of deeds, decided at most once and applied at most once', async () => {
      let run = 0;
      const anySequence = fc.array(fc.constantFrom(...Object.keys(deeds)), { minLength: 1, maxLength: 14 });
      const follows = async (sequence: readonly string[]): Promise<void> => {
        run += 1;
        const scene = await begin(w, run);
        const start = { failures: 0, isOwnerThere: true, isTargetChanged: false, isForbidden: false } as const;
        let model: Model = { ...start, state: 'SUBMITTED', method: null };
        for (const name of sequence) {
          const deed = deeds[name];
          await deed?.does(scene);
          model = deed?.must(model) ?? model;
          expect([name, await w.state(scene.request.id)]).toEqual([name, model.state]);
        }
        const audits = (await w.audits(scene.request.id)).filter(({ outcome }) => outcome === 'SUCCESS');
        const decisions = audits.filter(({ action }) => DECISIONS.includes(action));
        expect(decisions.length).toBeLessThanOrEqual(1);
        expect(w.world.effects.filter((id) => id === scene.request.id)).toHaveLength(
          model.state === 'EXECUTED' ? 1 : 0,
        );
      };
      await fc.assert(fc.asyncProperty(anySequence, follows), { numRuns: 1500 });
    });
  });
}
