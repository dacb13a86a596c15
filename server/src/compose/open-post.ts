import { type Mailbox, type Mailer, smtpMailer, startMailbox } from '@countersign/platform';
import type { Ground } from './ground.ts';

/** The way out for mail, and the embedded mailbox when no server is configured. */
export interface Post {
  readonly mailer: Mailer;
  readonly mailbox: Mailbox | null;
}

/** Mail goes by SMTP in every shape; without a server the process brings one and keeps what it receives. */
export async function openPost(ground: Ground): Promise<Post> {
  const { values } = ground.settings;
  const mailbox =
    values.COUNTERSIGN_SMTP_URL === undefined
      ? await startMailbox({ port: values.COUNTERSIGN_SMTP_PORT, clock: ground.clock })
      : null;
  if (mailbox !== null) ground.closing.add('mailbox', () => mailbox.close());
  const url = values.COUNTERSIGN_SMTP_URL ?? mailbox?.smtpUrl ?? '';
  const mailer = smtpMailer({ url, from: values.COUNTERSIGN_MAIL_FROM });
  ground.closing.add('mailer', () => mailer.close());
  return { mailer, mailbox };
}
