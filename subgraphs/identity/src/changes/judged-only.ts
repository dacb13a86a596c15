import { Fault } from '@countersign/platform';
import type { Action } from '../permission-matrix/matrix.ts';
import { accepted, type Judged, type Refusal } from '../refusal.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { aimAtProfile, misaimed } from './aim-at-profile.ts';
import { forbiddenByCells } from './cells.ts';
import type { ChangeKind, KindQuestion, ProposalRequest, ProposedEffect } from './change-kind.ts';
import { profileGone } from './profile-gone.ts';
import { findProfileTarget } from './profile-target.ts';
import { typedReason, withReason } from './typed-reason.ts';

/** A kind of change whose data Authentication owns, while the right to it is judged here. */
export interface JudgedOnlyRule {
  readonly kind: string;
  readonly action: Action;
  readonly successMessage: string;
  /** Begins the summary: `Unlocking of`. */
  readonly title: string;
  readonly never: Refusal;
  readonly glass: boolean;
  /** True where a phase in which nobody may is told before any lack of right. */
  readonly phaseFirst?: boolean;
  /** What the profile itself speaks against it. */
  readonly against?: (profile: UserProfile) => Refusal | null;
}

/**
 * Judges rights, hours, phase, target and version of a change that Authentication applies: it fills in what was and will
 * be from its own tables, and asks `checkDecision` again before it writes (M6).
 */
export function judgedOnly(rule: JudgedOnlyRule): ChangeKind {
  const { kind, successMessage, against = () => null } = rule;

  const permitted = ({ target: { profile }, ...question }: KindQuestion): Refusal | null => {
    if (profile === null) return profileGone.refusal;
    const { action, never, glass, phaseFirst = false } = rule;
    return (
      forbiddenByCells(question, { type: profile.type, actions: [action], never, glass, phaseFirst }) ??
      against(profile)
    );
  };

  const propose = async (request: ProposalRequest): Promise<Judged<ProposedEffect>> => {
    const aimed = await aimAtProfile(request, { fields: ['reason'], versionRequired: false });
    if (!aimed.ok) return aimed;
    const { profile, about, fields } = aimed.value;
    const forbidden = permitted({ ...request, target: about, payload: null }) ?? misaimed(aimed.value, request.maker);
    if (forbidden !== null) return { ok: false, refusal: forbidden };
    const reason = typedReason(fields['reason']);
    if (!reason.ok) return reason;
    return accepted({
      target: about,
      before: {},
      after: withReason(reason.value),
      payload: { reason: reason.value },
      warnings: [],
      summary: `${rule.title} ${profile.userId}`,
    });
  };

  const apply = (): never => {
    throw new Fault('UNKNOWN_CHANGE_KIND', 'This kind of change is applied by Authentication.');
  };

  return { kind, successMessage, needsForm: true, propose, find: findProfileTarget, permitted, apply };
}
