import { setTimeout as pause } from 'node:timers/promises';
import { TrialFailed } from './trial-client.ts';

const TRIES = 100;
const PAUSE_MS = 100;

/** The code of the mail that holds this reference, as the demo's mailbox shows it. */
export async function mailedCode(origin: string, reference: string): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await fetch(new URL('/dev/mailbox.json', origin));
    if (!answer.ok) throw new TrialFailed(`The mailbox answered ${answer.status}: start the product with its demo on.`);
    const { mails } = (await answer.json()) as { readonly mails: readonly { readonly text: string }[] };
    const mail = mails.find(({ text }) => text.includes(reference));
    const code = mail === undefined ? undefined : /: (\d{6,8})$/m.exec(mail.text)?.[1];
    if (code !== undefined) return code;
    await pause(PAUSE_MS);
  }
  throw new TrialFailed(`No mail with the reference ${reference} came: does this user have an email address?`);
}
