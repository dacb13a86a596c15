import type { ChangeState } from '../change-request/transitions.ts';

/** What is true of a request by the rules of W2, W3 and section 8 alone. */
export interface RequestModel {
  readonly state: ChangeState;
  readonly method: 'CODE' | 'SESSION' | null;
  readonly failures: number;
  readonly isOwnerThere: boolean;
  readonly isTargetChanged: boolean;
  readonly isForbidden: boolean;
  readonly isMakerGone: boolean;
  /** The checker whose code is used; another one approves in a session of their own. */
  readonly isCheckerGone: boolean;
}

export const submitted: RequestModel = {
  state: 'SUBMITTED',
  method: null,
  failures: 0,
  isOwnerThere: true,
  isTargetChanged: false,
  isForbidden: false,
  isMakerGone: false,
  isCheckerGone: false,
};

/** One thing that happens at once. */
export type ModelStep = (model: RequestModel) => RequestModel;

const ifWaiting =
  (then: (model: RequestModel) => Partial<RequestModel>): ModelStep =>
  (model) =>
    model.state === 'SUBMITTED' ? { ...model, ...then(model) } : model;

const isRefused = ({ method, isTargetChanged, isForbidden, isMakerGone, isCheckerGone }: RequestModel): boolean =>
  isTargetChanged || isForbidden || isMakerGone || (method === 'CODE' && isCheckerGone);

/** The owner judges everything once more where it applies (M6). */
const applied: ModelStep = (model) => {
  if (model.state !== 'AUTHORISED' || !model.isOwnerThere) return model;
  return { ...model, state: isRefused(model) ? 'STALE' : 'EXECUTED' };
};

const counted = ifWaiting(({ failures }) => (failures === 2 ? { state: 'CANCELLED' } : { failures: failures + 1 }));

const agreed = (method: 'CODE' | 'SESSION') =>
  ifWaiting(({ isForbidden, isTargetChanged }) => {
    if (isForbidden) return { state: 'PHASE_CANCELLED' };
    return isTargetChanged ? { state: 'STALE' } : { state: 'AUTHORISED', method };
  });

/** A decision that was made by this method is applied again by repeating it. */
const appliedIf =
  (method: 'CODE' | 'SESSION'): ModelStep =>
  (model) =>
    model.method === method ? applied(model) : model;

const unchanged: ModelStep = (model) => model;
const is =
  (fact: Partial<RequestModel>): ModelStep =>
  (model) => ({ ...model, ...fact });

const cancelledIf = (fact: Partial<RequestModel>): readonly ModelStep[] => [
  is(fact),
  ifWaiting(() => ({ state: 'CANCELLED' })),
];

/**
 * What must come of each deed, step by step: two deeds at once leave what some interleaving of their steps leaves, and
 * nothing else.
 */
export const modelDeeds = {
  authorise: [(model) => (model.isCheckerGone ? counted(model) : agreed('CODE')(model)), appliedIf('CODE')],
  'authorise wrongly': [counted, appliedIf('CODE')],
  approve: [agreed('SESSION'), appliedIf('SESSION')],
  'approve something else': [unchanged],
  'approve their own': [unchanged],
  reject: [ifWaiting(() => ({ state: 'REJECTED' }))],
  cancel: [ifWaiting(() => ({ state: 'CANCELLED' }))],
  'let time pass': [ifWaiting(() => ({ state: 'EXPIRED' })), applied],
  'lose the owner': [is({ isOwnerThere: false })],
  'lose the answer': [applied],
  'find the owner again': [is({ isOwnerThere: true })],
  'change the target': [is({ isTargetChanged: true })],
  'delete the target': cancelledIf({ isTargetChanged: true }),
  'disable the maker': cancelledIf({ isMakerGone: true }),
  'take the checker’s role': [is({ isCheckerGone: true })],
  'change the phase unheard': [is({ isForbidden: true })],
  'change the phase': [is({ isForbidden: true }), ifWaiting(() => ({ state: 'PHASE_CANCELLED' }))],
} as const satisfies Record<string, readonly ModelStep[]>;

export type DeedName = keyof typeof modelDeeds;

/** Every order in which the steps of two deeds can fall; each deed keeps its own. */
export function interleavings(a: readonly ModelStep[], b: readonly ModelStep[]): readonly (readonly ModelStep[])[] {
  const [firstA, ...restA] = a;
  const [firstB, ...restB] = b;
  if (firstA === undefined) return [b];
  if (firstB === undefined) return [a];
  return [
    ...interleavings(restA, b).map((rest) => [firstA, ...rest]),
    ...interleavings(a, restB).map((rest) => [firstB, ...rest]),
  ];
}
