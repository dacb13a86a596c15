import { appendAudit, type SessionPrincipal, type Transaction } from '@countersign/platform';

/** What was read, or why not. */
export interface EnquiryAudit {
  readonly action: 'profile.enquire' | 'profile.list';
  readonly at: Date;
  readonly code?: string;
  readonly target?: string;
  readonly after?: unknown;
}

/** One audit row for one enquiry or listing, whatever its outcome (W5). */
export async function auditEnquiry(tx: Transaction, principal: SessionPrincipal, entry: EnquiryAudit): Promise<void> {
  await appendAudit(tx, {
    ...entry,
    outcome: entry.code === undefined ? 'SUCCESS' : 'REFUSED',
    actor: principal.userId,
    actorUuid: principal.profileUuid,
    participant: principal.participant,
    sessionId: principal.sessionId,
    sourceAddress: principal.source.address,
  });
}
