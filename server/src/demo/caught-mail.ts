import { setTimeout as pause } from 'node:timers/promises';
import type { Mail, Mailer } from '@countersign/platform';

const TRIES = 200;
const PAUSE_MS = 25;

/** A mailer that keeps what it is given, so that the demo's own enrolments disturb nobody's mailbox. */
export interface CaughtMail {
  readonly mailer: Mailer;
  /** The code in the next mail to be taken for a user; each mail is taken once. */
  codeFor(userId: string): Promise<string>;
}

/** Catches mail in memory. */
export function catchMail(): CaughtMail {
  const mails: Mail[] = [];
  return {
    mailer: {
      send: async (mail) => void mails.push(mail),
      ping: async () => undefined,
      close: async () => undefined,
    },
    async codeFor(userId) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const index = mails.findIndex((mail) => mail.text.includes(userId) && /One-time password: \d+/.test(mail.text));
        const [mail] = index < 0 ? [] : mails.splice(index, 1);
        const code = /One-time password: (\d+)/.exec(mail?.text ?? '')?.[1];
        if (code !== undefined) return code;
        await pause(PAUSE_MS);
      }
      throw new Error(`No code was mailed for the demo user ${userId}`);
    },
  };
}
