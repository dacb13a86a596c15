import type { CalendarOverrides } from '../function-hours/calendar-override.ts';
import { closeOfFunctionDay } from '../function-hours/function-hours.ts';
import { outsideFunctionHours } from '../function-hours/outside-function-hours.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { standingOf } from '../user-profile/standing.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { ChangeKind, HouseGrounds, ProposalRequest, ProposedEffect } from './change-kind.ts';
import { changeKind } from './change-kinds.ts';
import { handForbidden } from './hand-forbidden.ts';
import { glassWarnings, glassWhole, missingForm, readGrounds } from './house-grounds.ts';
import { makerSide } from './pair-side.ts';
import type { Records } from './records.ts';

/** A request waits until the close of the third function day at most (W2). */
const DAYS_TO_DECIDE = 3;
const DAY_MS = 86_400_000;

/** What somebody wants to change. */
export interface ProposalInput {
  readonly kind: string;
  readonly actorUuid: string;
  readonly input: unknown;
}

/** A good proposal: what it would do, until when it may be decided, and the sentence for its success. */
export interface Proposal extends ProposedEffect {
  readonly grounds: HouseGrounds;
  readonly expiresAt: Date;
  readonly successMessage: string;
}

/** Judges a proposal on the state of this instant: rights, hours, then the kind's own rules (W1). A refusal is audited. */
export async function proposeChange(records: Records, proposal: ProposalInput, now: Date): Promise<Judged<Proposal>> {
  const maker = await records.profile(proposal.actorUuid);
  const outcome = await judgeProposal(records, { ...proposal, maker }, now);
  if (!outcome.ok) {
    const typed = typedTarget(proposal.input);
    const { code } = outcome.refusal;
    await records.audit({ at: now, action: 'change.propose', outcome: 'REFUSED', maker, code, ...typed });
  }
  return outcome;
}

async function judgeProposal(
  records: Records,
  { kind: name, input, maker }: ProposalInput & { readonly maker: UserProfile | null },
  now: Date,
): Promise<Judged<Proposal>> {
  const kind = changeKind(name);
  const side = maker === null ? null : makerSide(standingOf(maker, now, await records.catalogue()));
  if (maker === null || side === null)
    return refused('NOT_PERMITTED', 'Changing user profiles needs the DA Maker group and access level EE.');
  const overrides = await records.calendarOverrides(now);
  const closed = side === 'DA' ? outsideFunctionHours(now, overrides) : null;
  if (closed !== null) return { ok: false, refusal: closed };
  const expiresAt = lastMoment(now, overrides);
  const typed = readGrounds(kind, side, input);
  if (!typed.ok) return typed;
  const { grounds } = typed.value;
  const also: ProposalRequest['also'] = ({ records: others, ...wish }) =>
    judgeProposal(others, { ...wish, actorUuid: maker.uuid, maker }, now);
  const effect = await effectOf(kind, {
    records,
    maker,
    side,
    phase: await records.phase(),
    now,
    also,
    ...typed.value,
  });
  if (!effect.ok) return effect;
  const groundless = missingForm(kind, side, grounds) ?? glassWhole(grounds, effect.value);
  if (groundless !== null) return { ok: false, refusal: groundless };
  const payload = { ...effect.value.payload, grounds };
  const warnings = [...glassWarnings(grounds), ...effect.value.warnings];
  return accepted({ ...effect.value, warnings, payload, grounds, expiresAt, successMessage: kind.successMessage });
}

/** Open now, so today's close is known; the house's screens have no hours, and its calendar may have run out (domain 5.2). */
function lastMoment(now: Date, overrides: CalendarOverrides): Date {
  return closeOfFunctionDay(DAYS_TO_DECIDE, now, overrides) ?? new Date(now.getTime() + DAYS_TO_DECIDE * DAY_MS);
}

/** What the kind would do, if the maker's hand may submit it (2.2). */
async function effectOf(kind: ChangeKind, request: ProposalRequest): Promise<Judged<ProposedEffect>> {
  const effect = await kind.propose(request);
  const forbidden = effect.ok ? handForbidden('SUBMIT_CHANGE', { ...request, ...effect.value }) : null;
  return forbidden === null ? effect : { ok: false, refusal: forbidden };
}

/** What the maker typed as the user ID, cut to what could be one. */
function typedTarget(input: unknown): { readonly targetTyped?: string } {
  const userId = (input as { userId?: unknown } | null)?.userId;
  return typeof userId === 'string' ? { targetTyped: userId.slice(0, 32) } : {};
}
