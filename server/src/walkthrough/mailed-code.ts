import { setTimeout as pause } from 'node:timers/promises';
import { WalkthroughFailed } from './api-client.ts';

const TRIES = 100;
const PAUSE_MS = 100;

interface Mail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** What the demo's mailbox holds for an address, newest first. */
export async function mailsTo(url: string, address: string): Promise<readonly Mail[]> {
  const place = new URL('/dev/mailbox.json', url);
  place.searchParams.set('to', address);
  const response = await fetch(place);
  if (!response.ok)
    throw new WalkthroughFailed(`The demo's mailbox answered ${response.status}: is this a demo server?`);
  return ((await response.json()) as { mails: readonly Mail[] }).mails;
}

/** Waits for a new mail with a code and the reference that the screen shows, and gives it. */
export async function mailedCode(
  url: string,
  wanted: { readonly to: string; readonly known: ReadonlySet<string> },
): Promise<{ readonly code: string; readonly subject: string }> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    for (const mail of await mailsTo(url, wanted.to)) {
      const code = /^\s*(\d{6,8})\s*$/m.exec(mail.text)?.[1] ?? /\b(\d{6})\b/.exec(mail.text)?.[1];
      if (!wanted.known.has(mail.id) && code !== undefined) return { code, subject: mail.subject };
    }
    await pause(PAUSE_MS);
  }
  throw new WalkthroughFailed(`No mail with a code came to ${wanted.to} within ${(TRIES * PAUSE_MS) / 1000} s`);
}
