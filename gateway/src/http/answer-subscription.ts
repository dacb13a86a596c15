import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionPrincipal, Source } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import type { DoorRequest } from '../federation/apollo-door.ts';
import type { Refusal } from '../limits/refusal.ts';
import type { LiveUpdates } from '../live/live-updates.ts';
import type { Credentials } from '../session/credentials.ts';
import { type CallerLookups, type Identified, identify } from '../session/identify.ts';
import { sendRefusal } from './answer-failures.ts';

const EVENT_STREAM = 'text/event-stream';
const NO_STREAM: Refusal = { status: 406, code: 'EVENT_STREAM_REQUIRED', message: errorCodes.EVENT_STREAM_REQUIRED };

/** Who asked, how he showed it, and whom the door took him for. */
export interface AskedBy {
  readonly credentials: Credentials;
  readonly source: Source;
  readonly identified: Identified;
}

function acceptsEvents(accept = ''): boolean {
  return accept.split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === EVENT_STREAM);
}

/** Tells who stands behind the same credentials now: the session it was, or nobody (S3). A stream is no sign of life (S5). */
function sameSession(
  { credentials, source, identified: { principal } }: AskedBy,
  callers: CallerLookups,
): () => Promise<SessionPrincipal | null> {
  return async () => {
    const { principal: now } = await identify(credentials, source, callers, 'WATCH');
    const same = now.kind === 'session' && principal.kind === 'session' && now.sessionId === principal.sessionId;
    return same ? now : null;
  };
}

/** Answers a subscription with a stream of events, or says why not as to any other operation. */
export function answerSubscription(
  { live, callers }: { readonly live: LiveUpdates; readonly callers: CallerLookups },
  by: AskedBy,
): (asked: DoorRequest, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (asked, request, reply) => {
    if (!acceptsEvents(request.headers.accept)) return sendRefusal(request, reply, NO_STREAM);
    const { principal } = by.identified;
    const opened = live.open(asked, { principal, again: sameSession(by, callers) });
    if ('code' in opened) return sendRefusal(request, reply, opened);
    // A proxy that gathers an answer before it passes it on would hold the events back.
    return reply
      .header('content-type', `${EVENT_STREAM}; charset=utf-8`)
      .header('x-accel-buffering', 'no')
      .send(opened);
  };
}
