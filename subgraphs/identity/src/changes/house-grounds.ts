import { accepted, type Judged, type Refusal, refused } from '../refusal.ts';
import { breaksGlass } from './break-glass.ts';
import type { ChangeKind, HouseGrounds, PairSide, ProposedEffect } from './change-kind.ts';
import { typedReason } from './typed-reason.ts';

const FORM_REFERENCE = /^[A-Z0-9][A-Z0-9/-]{2,31}$/;

/** What was typed, parted into the grounds and the rest. */
export interface GroundedInput {
  readonly grounds: HouseGrounds;
  readonly input: Readonly<Record<string, unknown>>;
}

const NO_GROUNDS: HouseGrounds = { formReference: null, breakGlassReason: null };

/** The grounds a stored payload carries; they were judged when it was proposed. */
export function groundsOf(payload: unknown): HouseGrounds {
  const stored = (payload as { grounds?: HouseGrounds } | null)?.grounds;
  return stored ?? NO_GROUNDS;
}

/** Refuses a change of a profile by the house's staff that names no form; said last, when all else is well (W18). */
export function missingForm(kind: ChangeKind, side: PairSide, { formReference }: HouseGrounds): Refusal | null {
  if (side === 'DA' || !kind.needsForm || formReference !== null) return null;
  return refused('FORM_REFERENCE_REQUIRED', 'Name the form that this change rests on, e.g. DA3-2026-000123.', {
    field: 'formReference',
  }).refusal;
}

/** Refuses a break-glass reason for anything but a user's profile: there is no such exception (A3). */
export function glassWhole(
  { breakGlassReason }: HouseGrounds,
  { target }: Pick<ProposedEffect, 'target'>,
): Refusal | null {
  if (breakGlassReason === null || target.profile === null || target.profile.type === 'USER') return null;
  return refused('INVALID_INPUT', "The glass is broken for users' profiles only. Leave the reason out.", {
    field: 'breakGlassReason',
  }).refusal;
}

/** What the approver reads before everything else when the matrix is set aside (A3). */
export function glassWarnings({ breakGlassReason }: HouseGrounds): readonly string[] {
  return breakGlassReason === null
    ? []
    : [`Break-glass: the clearing house acts in place of the participant's administrators. ${breakGlassReason}`];
}

const housesOnly = (field: keyof HouseGrounds) =>
  refused('INVALID_INPUT', 'Form references and break-glass reasons are given by the clearing house only.', { field });

/** Reads the grounds that only the house's staff may give (W18, A3). */
export function readGrounds(kind: ChangeKind, side: PairSide, typed: unknown): Judged<GroundedInput> {
  const fields = Object(typed) === typed ? (typed as Readonly<Record<string, unknown>>) : {};
  const { formReference: form = null, breakGlassReason: reason = null, ...input } = fields;
  if (side === 'DA' && (form ?? reason) !== null)
    return housesOnly(form === null ? 'breakGlassReason' : 'formReference');
  const formReference = readForm(form);
  if (!formReference.ok) return formReference;
  const breakGlassReason = readGlass(kind, reason);
  if (!breakGlassReason.ok) return breakGlassReason;
  return accepted({
    grounds: { formReference: formReference.value, breakGlassReason: breakGlassReason.value },
    input,
  });
}

function readGlass(kind: ChangeKind, typed: unknown): Judged<string | null> {
  if (typed === null) return accepted(null);
  const reason = typedReason(typed);
  return reason.ok && reason.value !== null && breaksGlass(kind.kind)
    ? reason
    : refused(
        'INVALID_INPUT',
        'Breaking the glass is for changes of user profiles and needs a reason of 1 to 200 characters on one line.',
        { field: 'breakGlassReason' },
      );
}

function readForm(typed: unknown): Judged<string | null> {
  if (typed === null) return accepted(null);
  const reference = typeof typed === 'string' ? typed.trim().toUpperCase() : '';
  return FORM_REFERENCE.test(reference)
    ? accepted(reference)
    : refused('INVALID_INPUT', 'A form reference has 3 to 32 letters, digits, hyphens or slashes.', {
        field: 'formReference',
      });
}
