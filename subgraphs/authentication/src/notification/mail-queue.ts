import type { Ports } from '@countersign/authenticator-kit';
import type { Clock, Logger, Mailer } from '@countersign/platform';

/** Mail with a code in it: kept in memory alone, tried again until the code has expired, then dropped (threats 3, O19). */
export interface MailQueue {
  readonly port: Ports['mail'];
  stop(): Promise<void>;
}

type QueuedMail = Parameters<Ports['mail']['enqueue']>[0];

const longestPauseMs = 15_000;
const longestQueue = 5_000;
const atOnce = 8;

/** The queue over a mailer. Enqueueing returns at once, whether or not anybody is to receive anything (O8). */
export function mailQueue(parts: {
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly firstPauseMs?: number;
}): MailQueue {
  const { mailer, clock, logger, firstPauseMs = 500 } = parts;
  const waiting: QueuedMail[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  function fill(): void {
    while (!stopped && running.size < atOnce) {
      const mail = waiting.shift();
      if (mail === undefined) return;
      const work: Promise<void> = deliver(mail, firstPauseMs).finally(() => {
        running.delete(work);
        fill();
      });
      running.add(work);
    }
  }
  async function deliver(mail: QueuedMail, pauseMs: number): Promise<void> {
    if (mail.to === null) return;
    if (clock.now() >= mail.expiresAt) {
      logger.warn({ mailId: mail.id }, 'mail dropped: its code has expired before it could be sent');
      return;
    }
    try {
      await mailer.send({ to: mail.to, subject: mail.subject, text: mail.text, id: mail.id });
    } catch (cause) {
      logger.warn({ mailId: mail.id, err: cause }, 'mail not accepted, will try again');
      again(mail, pauseMs);
    }
  }
  function again(mail: QueuedMail, pauseMs: number): void {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      const work: Promise<void> = deliver(mail, Math.min(pauseMs * 2, longestPauseMs)).finally(() =>
        running.delete(work),
      );
      running.add(work);
    }, pauseMs);
    timer.unref();
    timers.add(timer);
  }

  return {
    port: {
      enqueue(mail) {
        if (waiting.length >= longestQueue) logger.error({ mailId: mail.id }, 'mail queue is full: mail dropped');
        else waiting.push(mail);
        setImmediate(fill);
      },
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled(running);
    },
  };
}
