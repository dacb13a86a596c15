import { typedReason } from '../changes/typed-reason.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { dueBy } from './due-by.ts';
import type { EServiceActor, EServiceDesk } from './eservice-desk.ts';
import type { EServiceForm } from './eservice-form.ts';
import { aboutOf, formChange, type MeantChange } from './form-change.ts';
import { formClosed } from './form-open.ts';
import { formNamed, moveForm, stateForbids } from './move-form.ts';
import { isSameName, personAtParticipant } from './read-details.ts';
import { eServiceRequests } from './request-types.ts';
import { stateAfter } from './transitions.ts';

async function openForm(desk: EServiceDesk, reference: string): Promise<Judged<EServiceForm>> {
  const found = await formNamed(desk, reference);
  if (!found.ok) return found;
  const closed = formClosed(found.value.requestType, desk.times, desk.now);
  return closed === null ? found : { ok: false, refusal: closed };
}

/** A second person of the participant agrees; from then on the form is due (W20). */
export async function approveForm(
  desk: EServiceDesk,
  step: { readonly reference: string; readonly approvedBy: string },
  by: EServiceActor,
): Promise<Judged<EServiceForm>> {
  const found = await openForm(desk, step.reference);
  if (!found.ok) return found;
  const form = found.value;
  if (stateAfter(form.state, 'APPROVE') === null) return stateForbids(form);
  const approvedBy = personAtParticipant(step.approvedBy, 'approvedBy');
  if (!approvedBy.ok) return approvedBy;
  if (isSameName(approvedBy.value, form.filedBy))
    return refused('MAKER_IS_CHECKER', 'A second person must approve the form: it was filed by the same one.', {
      field: 'approvedBy',
    });
  const about = await aboutOf(form, desk.findProfile);
  if (!about.ok) return about;
  const due = dueBy(desk.now, await desk.overrides());
  const edit = { approvedBy: approvedBy.value, approvedAt: desk.now, dueBy: due };
  return moveForm(desk, form, 'APPROVE', { by, edit });
}

/** The participant takes its form back, as long as the clearing house has not begun with it. */
export async function withdrawForm(
  desk: EServiceDesk,
  step: { readonly reference: string; readonly by: string },
  by: EServiceActor,
): Promise<Judged<EServiceForm>> {
  const found = await formNamed(desk, step.reference);
  if (!found.ok) return found;
  const endedBy = personAtParticipant(step.by, 'by');
  if (!endedBy.ok) return endedBy;
  return moveForm(desk, found.value, 'WITHDRAW', { by, edit: { endedAt: desk.now, endedBy: endedBy.value } });
}

/** The clearing house refuses a form and says why. */
export async function rejectForm(
  desk: EServiceDesk,
  step: { readonly reference: string; readonly reason: string },
  by: EServiceActor,
): Promise<Judged<EServiceForm>> {
  const found = await formNamed(desk, step.reference);
  if (!found.ok) return found;
  const reason = typedReason(step.reason);
  if (!reason.ok) return reason;
  if (reason.value === null)
    return refused('INVALID_INPUT', 'Give a reason, so that the participant learns what to change.', {
      field: 'reason',
    });
  return moveForm(desk, found.value, 'REJECT', {
    by,
    edit: { endedAt: desk.now, endedBy: by.actor, reason: reason.value },
  });
}

/** What was bought has been delivered. Whatever changes a profile is completed by its change request alone (W18, M5). */
export async function completeForm(
  desk: EServiceDesk,
  reference: string,
  by: EServiceActor,
): Promise<Judged<EServiceForm>> {
  const found = await formNamed(desk, reference);
  if (!found.ok) return found;
  if (eServiceRequests[found.value.requestType].kind !== null)
    return refused(
      'ESERVICE_BY_REQUEST',
      'This form is completed by the change request that rests on it. Submit that one.',
      {
        field: 'reference',
      },
    );
  return moveForm(desk, found.value, 'COMPLETE', { by, edit: { endedAt: desk.now, endedBy: by.actor } });
}

/** What an approved form means as a change request (W20). */
export async function changeMeantBy(desk: EServiceDesk, reference: string): Promise<Judged<MeantChange>> {
  const found = await openForm(desk, reference);
  if (!found.ok) return found;
  if (stateAfter(found.value.state, 'BEGIN') === null) return stateForbids(found.value);
  const meant = await formChange(found.value, desk.findProfile);
  return meant.ok ? accepted(meant.value) : meant;
}
