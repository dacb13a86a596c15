import { createTransport } from 'nodemailer';
import { within } from '../database/within.ts';
import { DependencyUnavailable } from '../faults/fault.ts';
import { isMailAddress, senderAddress } from './mail-address.ts';
import type { Mail, Mailer } from './mailer.ts';

/** nodemailer's own patience is minutes (threats 3, SMTP slow). */
const CONNECT_MS = 5_000;
const GREETING_MS = 5_000;
const SOCKET_MS = 10_000;
const WHOLE_MS = 20_000;
const CONNECTIONS = 4;

function transportOptions(url: string) {
  const address = new URL(url);
  const secure = address.protocol === 'smtps:';
  if (!secure && address.protocol !== 'smtp:')
    throw new Error('A mail server address starts with smtp:// or smtps://.');
  const user = decodeURIComponent(address.username);
  return {
    host: address.hostname,
    port: Number(address.port || (secure ? '465' : '25')),
    secure,
    requireTLS: address.searchParams.get('tls') === 'required',
    ...(user ? { auth: { user, pass: decodeURIComponent(address.password) } } : {}),
    connectionTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: SOCKET_MS,
    pool: true as const,
    maxConnections: CONNECTIONS,
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function refuseUnsafe(mail: Mail): void {
  if (!isMailAddress(mail.to)) throw new Error('The recipient is not an address that mail may go to.');
  if (/[\r\n]/.test(mail.subject)) throw new Error('A subject is one line.');
  if (!/^[A-Za-z0-9._-]{1,120}$/.test(mail.id))
    throw new Error('A mail id is made of letters, digits, dots, hyphens and underscores.');
}

/** Sends through one SMTP server: `smtp://user:password@host:587?tls=required` or `smtps://host`. One mail goes to one recipient, by an explicit envelope. */
export function smtpMailer(options: { readonly url: string; readonly from: string }): Mailer {
  const transport = createTransport(transportOptions(options.url));
  const from = senderAddress(options.from);
  const domain = from.address.split('@')[1];
  return {
    async send(mail) {
      refuseUnsafe(mail);
      const sending = transport.sendMail({
        envelope: { from: from.address, to: [mail.to] },
        from,
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        messageId: `<${mail.id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      try {
        await within(WHOLE_MS, 'The mail server', sending);
      } catch (error) {
        throw new DependencyUnavailable('mail server', error);
      }
    },
    async ping() {
      try {
        await within(WHOLE_MS, 'The mail server', transport.verify());
      } catch (error) {
        throw new DependencyUnavailable('mail server', error);
      }
    },
    async close() {
      transport.close();
    },
  };
}
