import type { DomainEvent, EventHandler } from '@countersign/platform';
import { followRequest, type RequestNews } from './eservice/follow-request.ts';
import type { Parts } from './graphql/parts.ts';
import { eserviceDeskIn } from './rows/eservice-desk-in.ts';

const TOLD = new Set(['approvals.request-changed', 'approvals.request-ended']);

function newsIn({ body }: DomainEvent): RequestNews | null {
  const { requestId, formReference, kind, state } = body;
  if (typeof requestId !== 'string' || typeof formReference !== 'string') return null;
  if (typeof kind !== 'string' || typeof state !== 'string') return null;
  const text = (name: string): string | null => (typeof body[name] === 'string' ? (body[name] as string) : null);
  return { requestId, formReference, kind, state, participant: text('participant'), subject: text('subject') };
}

/** Moves eService forms along with the change requests that rest on them (W20). */
export function followApprovals({ database, clock }: Pick<Parts, 'database' | 'clock'>): EventHandler {
  return async (event) => {
    const news = TOLD.has(event.type) ? newsIn(event) : null;
    if (news === null) return;
    await database.transaction(async (tx) => followRequest(await eserviceDeskIn(tx, clock.now()), news));
  };
}
