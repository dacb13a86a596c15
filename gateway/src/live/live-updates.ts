import type { Readable } from 'node:stream';
import type { GraphQLSchema } from 'graphql';
import type { EventBus, Logger, Principal, SessionPrincipal } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import type { ApolloDoor, DoorRequest } from '../federation/apollo-door.ts';
import type { Refusal } from '../limits/refusal.ts';
import { liveAnswer } from './live-answer.ts';
import { type LiveStream, type StreamLimits, liveStream } from './live-stream.ts';
import { readSubscription } from './read-subscription.ts';

/** How many streams one process serves, and how each is kept. */
export interface LiveLimits extends StreamLimits {
  readonly perSession: number;
  readonly inAll: number;
}

/** Seconds between heartbeats lie well below the minute after which proxies give a silent connection up. */
export const liveLimits: LiveLimits = { heartbeatMs: 15_000, waiting: 500, perSession: 6, inAll: 2_000 };

/** Who asks for a stream, and how to learn whether he still is. */
export interface LiveCaller {
  readonly principal: Principal;
  /** The session of the same credentials now; null when it is over or another. */
  again(): Promise<SessionPrincipal | null>;
}

export interface LiveUpdates {
  open(request: DoorRequest, caller: LiveCaller): Readable | Refusal;
  /** Completes every stream and opens no other. */
  close(): void;
}

const refusal = (status: number, code: Refusal['code']): Refusal => ({ status, code, message: errorCodes[code] });

/** Live updates of this process: one look at the events, many streams. */
export function liveUpdates(options: {
  readonly schema: GraphQLSchema;
  readonly door: Pick<ApolloDoor, 'answer'>;
  readonly events: Pick<EventBus, 'tail'>;
  readonly limits: LiveLimits;
  readonly logger: Logger;
}): LiveUpdates {
  const { schema, door, events, limits, logger } = options;
  const streams = new Map<LiveStream, string>();
  let closed = false;
  const untail = events.tail((event) => {
    for (const stream of streams.keys()) stream.offer(event);
  });

  const full = (sessionId: string): boolean => {
    if (streams.size >= limits.inAll) return true;
    let own = 0;
    for (const each of streams.values()) if (each === sessionId) own += 1;
    return own >= limits.perSession;
  };

  function unfit({ principal }: LiveCaller): Refusal | undefined {
    if (principal.kind === 'anonymous') return refusal(401, 'UNAUTHENTICATED');
    return principal.kind === 'session' ? undefined : refusal(403, 'FORBIDDEN');
  }

  return {
    open(request, caller) {
      const { principal } = caller;
      const refused = unfit(caller);
      if (refused || principal.kind !== 'session') return refused ?? refusal(403, 'FORBIDDEN');
      const subscribed = readSubscription(schema, request);
      if ('code' in subscribed) return subscribed;
      if (closed) return refusal(503, 'DEPENDENCY_UNAVAILABLE');
      if (full(principal.sessionId)) return refusal(429, 'TOO_MANY_STREAMS');
      const { participant, sessionId } = principal;
      const answer = liveAnswer(door, caller.again);
      const stream = liveStream({ subscribed, answer, participant, limits, logger });
      streams.set(stream, sessionId);
      stream.readable.once('close', () => streams.delete(stream));
      return stream.readable;
    },
    close() {
      closed = true;
      untail();
      for (const stream of streams.keys()) stream.complete();
    },
  };
}
