import type { EServiceForm } from '../eservice/eservice-form.ts';
import { isEnded } from '../eservice/transitions.ts';
import type { EServiceFormType } from './eservice-types.ts';

/** A form as somebody may see it: the values of its fields only with the full view (A1). */
export function presentEServiceForm(
  form: EServiceForm,
  isFull: boolean,
  now: Date,
): EServiceFormType & { readonly __typename: 'EServiceForm' } {
  const { version: _version, details, ...shown } = form;
  return {
    ...shown,
    __typename: 'EServiceForm',
    details: isFull ? details : Object.fromEntries(Object.keys(details).map((name) => [name, null])),
    overdue: form.dueBy !== null && now >= form.dueBy && !isEnded(form.state),
  };
}
