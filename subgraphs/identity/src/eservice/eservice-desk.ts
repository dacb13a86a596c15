import type { AuditEntry } from '@countersign/platform';
import type { CalendarOverrides } from '../function-hours/calendar-override.ts';
import type { EServiceForm, EServiceFormKind } from './eservice-form.ts';
import type { FindAbout } from './form-change.ts';
import type { EServiceTimes } from './form-open.ts';
import type { EServiceState } from './transitions.ts';

/** What a step writes. */
export type FormEdit = Partial<Omit<EServiceForm, 'reference' | 'version' | 'filedAt' | 'clientReference'>>;

/** A change request that rests on a form, as the last event about it told. */
export interface FormRequest {
  readonly requestId: string;
  /** 1 waiting, 2 agreed to, 3 over: a request only ever moves on, in whatever order events arrive. */
  readonly stage: number;
  readonly state: string;
}

/** Everything of eServices that is stored, in one unit of work. */
export interface EServiceDesk {
  readonly now: Date;
  readonly times: EServiceTimes;
  readonly overrides: () => Promise<CalendarOverrides>;
  readonly findProfile: FindAbout;
  isParticipant(code: string): Promise<boolean>;
  find(reference: string): Promise<EServiceForm | null>;
  byClientReference(clientReference: string): Promise<EServiceForm | null>;
  /** The next number of a form in a year. */
  nextNumber(form: EServiceFormKind, year: string): Promise<number>;
  /** False when its client reference has a form already. */
  add(form: EServiceForm): Promise<boolean>;
  /** The one write that changes a form: it holds only over the version and state that were read. */
  write(form: EServiceForm, edit: FormEdit): Promise<boolean>;
  /** Keeps others from the form until this unit of work ends. */
  hold(reference: string): Promise<void>;
  /** Notes how far a request is; false when that, or more, was known. */
  note(reference: string, request: FormRequest): Promise<boolean>;
  requestsOn(reference: string): Promise<readonly FormRequest[]>;
  audit(entry: Pick<AuditEntry, 'action' | 'outcome'> & Partial<AuditEntry>): Promise<void>;
}

/** Who takes a step: a service account or a person of the clearing house, as the audit names him. */
export interface EServiceActor {
  readonly actor: string;
  readonly actorUuid?: string;
  readonly sessionId?: string;
  readonly sourceAddress?: string;
}

/** A state as a sentence names it. */
export function spoken(state: EServiceState): string {
  return state.toLowerCase().replaceAll('_', ' ').replace('cp', 'the participant');
}
