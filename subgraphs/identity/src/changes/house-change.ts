import { migrationPhases } from '../migration-phase/migration-phase.ts';
import type { Action } from '../permission-matrix/matrix.ts';
import { accepted, type Judged, type Refusal, refused } from '../refusal.ts';
import type { AppliedEffect, ChangeKind, ChangeTarget, KindQuestion } from './change-kind.ts';
import type { Records } from './records.ts';
import { typedReason } from './typed-reason.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a change of the house is about, as stored now. */
export interface HouseState<State> {
  readonly stored: State;
  /** 0 while there is nothing yet. */
  readonly version: number;
}

/** One wish with what it meets. */
export interface HouseWish<Wish, State> {
  readonly records: Records;
  readonly wish: Wish;
  readonly state: HouseState<State>;
  readonly reason: string;
  readonly now: Date;
  /** True while it is proposed: only then are warnings shown, and worth reading for. */
  readonly proposing: boolean;
}

/** What is particular to one kind of change of the house; maker, checker, cells and versions are the same for all. */
export interface HouseRule<Wish, State> {
  readonly kind: string;
  /** The row of the matrix, on the house. */
  readonly action: Action;
  readonly successMessage: string;
  readonly fields: readonly string[];
  /** Reads what was typed, and again what was stored: a payload is never trusted. */
  read(fields: Fields): Judged<Wish>;
  /** What only one open request may be about: `calendar:2026-12-24`. */
  key(wish: Wish): string;
  /** What people read: `Calendar 2026-12-24`. */
  subject(wish: Wish): string;
  stored(records: Records, wish: Wish): Promise<HouseState<State>>;
  /** What it would change, or why it may not. */
  judge(wanted: HouseWish<Wish, State>): Promise<Judged<AppliedEffect & { readonly warnings: readonly string[] }>>;
  /** Writes it while the version is the one that was judged; false when another change was first. */
  write(wanted: HouseWish<Wish, State>): Promise<boolean>;
}

const moved = refused('PROFILE_STALE', 'It was changed meanwhile. Look at it again and repeat the change.');

/** The cell of the house decides alone; no form is needed and no hours hold (2.2, domain 5.2). */
function forbidden(
  action: Action,
  { records, side, phase }: Pick<KindQuestion, 'records' | 'side' | 'phase'>,
): Refusal | null {
  const question = { side, action, target: 'HOUSE' } as const;
  if (records.permits({ ...question, phase })) return null;
  return migrationPhases.some((each) => records.permits({ ...question, phase: each }))
    ? refused('PHASE_FORBIDS', 'The migration phase in force does not allow this change.').refusal
    : refused('NOT_PERMITTED', 'This belongs to the clearing house.').refusal;
}

function readReason(typed: unknown): Judged<string> {
  const reason = typedReason(typed);
  if (!reason.ok) return reason;
  return reason.value === null
    ? refused('INVALID_INPUT', 'Say why: a change of the house needs a reason.', { field: 'reason' })
    : accepted(reason.value);
}

/** A kind of change about the house itself: the clearing house's pair, a reason, one open request for each thing. */
export function houseChange<Wish extends object, State>(rule: HouseRule<Wish, State>): ChangeKind {
  const targetOf = (wish: Wish, { version }: HouseState<State>): ChangeTarget => ({
    uuid: rule.key(wish),
    subject: rule.subject(wish),
    userId: null,
    participant: null,
    version,
    profile: null,
  });
  const read = (input: Fields): Judged<{ readonly wish: Wish; readonly reason: string }> => {
    const { reason: typed, ...fields } = input;
    const stranger = Object.keys(fields).find((field) => !rule.fields.includes(field));
    if (stranger !== undefined) return refused('INVALID_INPUT', `This change has no field "${stranger.slice(0, 40)}".`);
    const wish = rule.read(fields);
    const reason = readReason(typed);
    if (!wish.ok) return wish;
    return reason.ok ? accepted({ wish: wish.value, reason: reason.value }) : reason;
  };
  const readStored = (payload: unknown) => {
    const { grounds: _, ...fields } = (payload ?? {}) as Fields;
    return read(fields);
  };
  return {
    kind: rule.kind,
    successMessage: rule.successMessage,
    needsForm: false,
    permitted: (question) => forbidden(rule.action, question),
    async propose({ records, side, phase, input, now }) {
      const cell = forbidden(rule.action, { records, side, phase });
      if (cell !== null) return { ok: false, refusal: cell };
      const typed = read(input);
      if (!typed.ok) return typed;
      const { wish, reason } = typed.value;
      const state = await rule.stored(records, wish);
      const judged = await rule.judge({ records, wish, state, reason, now, proposing: true });
      if (!judged.ok) return judged;
      const { before, after, warnings } = judged.value;
      const target = targetOf(wish, state);
      const summary = `${target.subject}: ${Object.keys(after).join(', ')}`;
      return accepted({ target, before, after: { ...after, reason }, payload: { ...wish, reason }, warnings, summary });
    },
    async find(records, targetUuid, payload) {
      const stored = readStored(payload);
      if (!stored.ok || rule.key(stored.value.wish) !== targetUuid) return null;
      return targetOf(stored.value.wish, await rule.stored(records, stored.value.wish));
    },
    async apply({ records, target, payload, now }) {
      const stored = readStored(payload);
      if (!stored.ok) return stored;
      const { wish, reason } = stored.value;
      const state = await rule.stored(records, wish);
      if (state.version !== target.version) return moved;
      const wanted = { records, wish, state, reason, now, proposing: false };
      const judged = await rule.judge(wanted);
      if (!judged.ok) return judged;
      if (!(await rule.write(wanted))) return moved;
      const { before, after } = judged.value;
      return accepted({ before, after: { ...after, reason } });
    },
  };
}
