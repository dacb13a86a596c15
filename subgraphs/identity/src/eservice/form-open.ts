import { hongKongDate, type LocalDate } from '../function-hours/hong-kong-date.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { type Refusal, refused } from '../refusal.ts';
import type { EServiceRequestType } from './eservice-form.ts';
import { eServiceRequests } from './request-types.ts';

/** What decides which forms are taken now. */
export interface EServiceTimes {
  readonly phase: MigrationPhase;
  /** DA 3 opens on a date of its own, not by phase (A2). */
  readonly da3OpensOn: LocalDate;
}

/** Why such a form is not taken at this instant, or null (W19, W20, seed 3.2.3). */
export function formClosed(
  requestType: EServiceRequestType,
  { phase, da3OpensOn }: EServiceTimes,
  now: Date,
): Refusal | null {
  const { form, phases } = eServiceRequests[requestType];
  if (form === 'DA3' && hongKongDate(now) < da3OpensOn)
    return refused('ESERVICE_NOT_OPEN', `Form DA 3 opens on ${da3OpensOn}.`, { field: 'form' }).refusal;
  if (phases.includes(phase)) return null;
  if (form === 'DA3')
    return refused('PHASE_FORBIDS', 'This request is taken from the end of the parallel run on.', {
      field: 'requestType',
    }).refusal;
  return phase === 'END'
    ? refused('ESERVICE_OBSOLETE', 'Form SCard 1 is obsolete: smartcards have ended.', { field: 'form' }).refusal
    : refused(
        'SCARD1_ONLY_PIN_RESET',
        'During the parallel run form SCard 1 takes PIN resets of administrators only.',
        {
          field: 'requestType',
        },
      ).refusal;
}
