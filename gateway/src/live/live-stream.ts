import type { Readable } from 'node:stream';
import type { DomainEvent, Logger } from '@countersign/platform';
import { eventWire } from './event-wire.ts';
import { subjectOf } from './live-fields.ts';
import type { LiveAnswer } from './live-answer.ts';
import type { Subscribed } from './read-subscription.ts';

/** What one stream is allowed. */
export interface StreamLimits {
  readonly heartbeatMs: number;
  /** Entities that may wait for a client; each is asked for once, however often it changed meanwhile. */
  readonly waiting: number;
}

/** One client's live updates. */
export interface LiveStream {
  readonly readable: Readable;
  offer(event: DomainEvent): void;
  complete(): void;
}

interface LiveStreamOptions {
  readonly subscribed: Subscribed;
  /** Asks as the person who stands behind the stream at that moment. */
  readonly answer: LiveAnswer;
  /** Whose events may concern him; null for everybody's. */
  readonly participant: string | null;
  readonly limits: StreamLimits;
  readonly logger: Logger;
}

/**
 * Sends what changed, one entity after the other, each as its viewer could read it at that moment. A session that is over
 * completes the stream at the next event or heartbeat (S3); a client that does not keep up, or a part out of reach, breaks
 * it off, so that nobody takes silence for news.
 */
export function liveStream({ subscribed, answer, participant, limits, logger }: LiveStreamOptions): LiveStream {
  const due = new Set<string>();
  let beatDue = false;
  let stuckBeats = 0;
  let running = false;
  const wire = eventWire(() => void work());
  const heart = setInterval(beat, limits.heartbeatMs);
  wire.readable.once('close', () => {
    clearInterval(heart);
    due.clear();
  });
  // The first bytes open the answer at once, so that the client knows that it is heard.
  wire.heartbeat();

  async function work(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (wire.isOpen() && wire.isFree() && (due.size > 0 || beatDue)) await step();
    } catch (error) {
      logger.warn({ err: error }, 'live updates broken off');
      wire.breakOff();
    } finally {
      running = false;
    }
  }

  async function step(): Promise<void> {
    const [id] = due;
    if (id !== undefined) due.delete(id);
    else beatDue = false;
    const told = await answer(id === undefined ? null : subscribed.about(id), subscribed.key);
    if (told === 'over') wire.complete();
    else if (told !== 'nothing') wire.next(told);
    else if (id === undefined) wire.heartbeat();
  }

  function beat(): void {
    stuckBeats = wire.isFree() ? 0 : stuckBeats + 1;
    if (stuckBeats > 1) return wire.breakOff();
    beatDue = true;
    void work();
  }

  return {
    readable: wire.readable,
    offer(event) {
      const subject = subjectOf(event, subscribed.field);
      if (subject === undefined || !wire.isOpen()) return;
      if (subscribed.onlyId !== null && subscribed.onlyId !== subject.id) return;
      // A look at the rights follows anyway; this one only spares it where it is certain to find nothing (M10).
      if (participant !== null && participant !== subject.participant) return;
      due.add(subject.id);
      if (due.size > limits.waiting) return wire.breakOff();
      void work();
    },
    complete: () => wire.complete(),
  };
}
