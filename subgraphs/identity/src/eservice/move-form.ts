import { accepted, type Judged, refused } from '../refusal.ts';
import { type EServiceActor, type EServiceDesk, type FormEdit, spoken } from './eservice-desk.ts';
import type { EServiceForm } from './eservice-form.ts';
import { type EServiceStep, stateAfter } from './transitions.ts';

/** The form of that reference, or the refusal that there is none. */
export async function formNamed(desk: EServiceDesk, reference: string): Promise<Judged<EServiceForm>> {
  const form = await desk.find(reference.trim().toUpperCase());
  return form === null
    ? refused('ESERVICE_UNKNOWN', 'There is no form of that reference.', { field: 'reference' })
    : accepted(form);
}

/** Why a form cannot take a step where it stands. */
export function stateForbids(form: EServiceForm): Judged<never> {
  return refused(
    'ESERVICE_STATE_FORBIDS',
    `Form ${form.reference} is ${spoken(form.state)}: that cannot be done with it now.`,
    {
      field: 'reference',
    },
  );
}

/** Takes one step of the lifecycle and audits it; whoever is second finds the form moved on (W20). */
export async function moveForm(
  desk: EServiceDesk,
  form: EServiceForm,
  step: EServiceStep,
  how: { readonly by: EServiceActor; readonly edit?: FormEdit; readonly requestId?: string },
): Promise<Judged<EServiceForm>> {
  const state = stateAfter(form.state, step);
  if (state === null) return stateForbids(form);
  const edit = { ...how.edit, state };
  if (!(await desk.write(form, edit))) {
    const moved = await desk.find(form.reference);
    return stateForbids(moved ?? form);
  }
  await desk.audit({
    ...how.by,
    action: `eservice.${step.toLowerCase().replaceAll('_', '-')}`,
    outcome: 'SUCCESS',
    participant: form.participant,
    target: form.reference,
    ...(how.requestId === undefined ? {} : { requestId: how.requestId }),
    before: { state: form.state },
    after: edit,
  });
  return accepted({ ...form, ...edit, version: form.version + 1 });
}
