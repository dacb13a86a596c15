import { isDeepStrictEqual } from 'node:util';
import { hongKongDate } from '../function-hours/hong-kong-date.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import type { EServiceActor, EServiceDesk } from './eservice-desk.ts';
import type { EServiceForm, EServiceFormKind, EServiceRequestType } from './eservice-form.ts';
import { aboutOf } from './form-change.ts';
import { formClosed } from './form-open.ts';
import { formNamed, moveForm, stateForbids } from './move-form.ts';
import { personAtParticipant, readDetails } from './read-details.ts';
import { eServiceRequests } from './request-types.ts';

/** What Client Connect passes on. */
export interface FiledForm {
  readonly participant: string;
  readonly form: EServiceFormKind;
  readonly requestType: EServiceRequestType;
  readonly filedBy: string;
  readonly details: unknown;
  readonly draft: boolean;
  /** A draft that this one replaces. */
  readonly reference: string | null;
  readonly clientReference: string | null;
}

const CLIENT_REFERENCE = /^[A-Za-z0-9._/-]{1,64}$/;

type Content = Pick<EServiceForm, 'form' | 'requestType' | 'participant' | 'filedBy' | 'details'>;

async function readForm(desk: EServiceDesk, filed: FiledForm): Promise<Judged<Content>> {
  const { form, requestType } = filed;
  if (eServiceRequests[requestType].form !== form)
    return refused('INVALID_INPUT', `Form ${form} has no such request.`, { field: 'requestType' });
  const closed = formClosed(requestType, desk.times, desk.now);
  if (closed !== null) return { ok: false, refusal: closed };
  const participant = filed.participant.trim().toUpperCase();
  if (!(await desk.isParticipant(participant)))
    return refused('PARTICIPANT_UNKNOWN', 'There is no such clearing participant.', { field: 'participant' });
  const filedBy = personAtParticipant(filed.filedBy, 'filedBy');
  if (!filedBy.ok) return filedBy;
  const details = readDetails(requestType, filed.details);
  if (!details.ok) return details;
  const content = { form, requestType, participant, filedBy: filedBy.value, details: details.value };
  const about = await aboutOf(content, desk.findProfile);
  return about.ok ? accepted(content) : about;
}

async function newForm(desk: EServiceDesk, content: Content, filed: FiledForm): Promise<EServiceForm> {
  const year = hongKongDate(desk.now).slice(0, 4);
  const number = await desk.nextNumber(content.form, year);
  return {
    ...content,
    reference: `${content.form}-${year}-${String(number).padStart(6, '0')}`,
    state: filed.draft ? 'DRAFT' : 'SUBMITTED',
    approvedBy: null,
    clientReference: filed.clientReference,
    filedAt: desk.now,
    submittedAt: filed.draft ? null : desk.now,
    approvedAt: null,
    dueBy: null,
    endedAt: null,
    endedBy: null,
    reason: null,
    requestId: null,
    version: 1,
  };
}

/** Takes a form, as a draft or submitted, or replaces a draft; the same client reference again answers with the form it made (W20). */
export async function fileForm(desk: EServiceDesk, filed: FiledForm, by: EServiceActor): Promise<Judged<EServiceForm>> {
  const { clientReference, reference } = filed;
  if (clientReference !== null && !CLIENT_REFERENCE.test(clientReference))
    return refused('INVALID_INPUT', 'A client reference has 1 to 64 letters, digits, dots, slashes or hyphens.', {
      field: 'clientReference',
    });
  const known = clientReference === null || reference !== null ? null : await desk.byClientReference(clientReference);
  if (known !== null) return sameForm(known, filed);
  const content = await readForm(desk, filed);
  if (!content.ok) return content;
  if (reference !== null) return replaceDraft(desk, { ...filed, reference }, { content: content.value, by });
  const form = await newForm(desk, content.value, filed);
  if (!(await desk.add(form))) return sameForm((await desk.byClientReference(String(clientReference))) ?? form, filed);
  await desk.audit({
    ...by,
    action: 'eservice.file',
    outcome: 'SUCCESS',
    participant: form.participant,
    target: form.reference,
    after: { ...content.value, state: form.state },
  });
  return accepted(form);
}

/** One number stands for one form: sent again for another participant or request, it would answer with what was not asked. */
function sameForm(known: EServiceForm, filed: FiledForm): Judged<EServiceForm> {
  const details = readDetails(filed.requestType, filed.details);
  const isSame =
    known.participant === filed.participant.trim().toUpperCase() &&
    known.requestType === filed.requestType &&
    (!details.ok || isDeepStrictEqual(details.value, known.details));
  return isSame
    ? accepted(known)
    : refused(
        'CLIENT_REFERENCE_TAKEN',
        `The client reference is that of form ${known.reference}, which says otherwise.`,
        {
          field: 'clientReference',
        },
      );
}

async function replaceDraft(
  desk: EServiceDesk,
  { reference, draft }: { readonly reference: string; readonly draft: boolean },
  { content, by }: { readonly content: Content; readonly by: EServiceActor },
): Promise<Judged<EServiceForm>> {
  const found = await formNamed(desk, reference);
  if (!found.ok) return found;
  const form = found.value;
  if (form.participant !== content.participant || form.form !== content.form) return stateForbids(form);
  const edit = draft ? content : { ...content, submittedAt: desk.now };
  return moveForm(desk, form, draft ? 'AMEND' : 'SUBMIT', { by, edit });
}
