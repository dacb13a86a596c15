import type { DomainEvent } from '@countersign/platform';

/** What the door needs to know of a subscription field: which event wakes it, and which query answers it. */
export interface LiveField {
  readonly event: string;
  /** Root field of Query that gives the same type, or null to whoever may not see it. */
  readonly query: string;
  /** Its one argument, an ID, and the subscription's own argument that narrows it. */
  readonly argument: string;
  /** Member of the event that holds the ID. */
  readonly member: string;
}

/** The subscription fields of the public API; one that is declared and missing here is refused. */
export const liveFields: Readonly<Record<string, LiveField>> = {
  changeRequestUpdated: {
    event: 'approvals.request-changed',
    query: 'changeRequest',
    argument: 'id',
    member: 'requestId',
  },
};

/** Which entity an event tells of, and whose it is; undefined for an event without either. */
export function subjectOf(
  event: DomainEvent,
  field: LiveField,
): { id: string; participant: string | null } | undefined {
  if (event.type !== field.event) return undefined;
  const { [field.member]: id, participant } = event.body;
  if (typeof id !== 'string') return undefined;
  return { id, participant: typeof participant === 'string' ? participant : null };
}
