import type { AddressInfo } from 'node:net';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Clock } from '../clock/clock.ts';
import { newId } from '../secrets/new-id.ts';
import type { Mailbox, ReceivedMail } from './mailbox.ts';

const KEPT = 1_000;
const MAIL_BYTES = 256 * 1024;

function addressesOf(value: AddressObject | AddressObject[] | undefined): string[] {
  return [value ?? []].flat().flatMap((group) => group.value.map((entry) => entry.address ?? ''));
}

/** Tells a callback how a promise ended. */
async function settle(work: Promise<void>, done: (error?: Error) => void): Promise<void> {
  const refusal = await work.then(
    () => undefined,
    (error: Error) => error,
  );
  done(refusal);
}

/** Starts an SMTP server on the loopback interface that keeps what it gets in memory; port 0 takes a free one. */
export async function startMailbox(options: { readonly port: number; readonly clock: Clock }): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];

  const receive = async (stream: SMTPServerDataStream, envelopeTo: readonly string[]): Promise<void> => {
    const parsed = await simpleParser(stream);
    if (stream.sizeExceeded) throw Object.assign(new Error('The mail is too large.'), { responseCode: 552 });
    mails.unshift({
      id: parsed.messageId ?? newId(),
      receivedAt: options.clock.now(),
      from: addressesOf(parsed.from)[0] ?? '',
      to: envelopeTo,
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
    });
    mails.length = Math.min(mails.length, KEPT);
  };

  const server = new SMTPServer({
    banner: 'Countersign embedded mailbox',
    size: MAIL_BYTES,
    // On loopback there is nothing to encrypt and nobody to tell apart.
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      void settle(receive(stream, to), done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    list: (filter) => mails.filter((mail) => filter?.to === undefined || mail.to.includes(filter.to)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
