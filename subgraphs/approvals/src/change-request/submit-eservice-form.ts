import type { SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import type { Outcome } from './outcome.ts';
import { noteRefusedSubmission, submit } from './submit.ts';

/** Submits the change that a form asks for; the form's reference goes with it, whatever the form itself says (W20). */
export async function submitEServiceForm(parts: Parts, session: SessionPrincipal, reference: string): Promise<Outcome> {
  const change = await parts.eServices.changeOf(reference, session.profileUuid);
  if ('refusal' in change) {
    await noteRefusedSubmission(parts, session, reference, change.refusal);
    return { refusal: change.refusal };
  }
  const input = { ...change.input, formReference: reference };
  return submit(parts, session, { kind: change.kind, named: reference, input });
}
