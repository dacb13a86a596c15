import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Mailbox, ReceivedMail } from '@countersign/platform';
import { sendPage } from '../http/security-headers.ts';
import type { GatewaySettings } from '../settings.ts';
import { doorCss } from './door-css.ts';
import { landingPage } from './landing-page.ts';
import { mailboxList, mailboxPage } from './mailbox-page.ts';
import { mailboxScript } from './mailbox-script.ts';

export interface PagesOptions {
  readonly settings: GatewaySettings;
  readonly mailbox?: Pick<Mailbox, 'list'>;
}

function recipient(request: FastifyRequest): string {
  const { to } = request.query as { to?: unknown };
  return typeof to === 'string' ? to.trim().slice(0, 254) : '';
}

function addMailboxPages(server: FastifyInstance, mailbox: Pick<Mailbox, 'list'>): void {
  const mailsFor = (request: FastifyRequest): readonly ReceivedMail[] => {
    const to = recipient(request);
    return mailbox.list(to === '' ? undefined : { to });
  };
  server.get('/dev/mailbox', (request, reply) => sendPage(reply, mailboxPage(mailsFor(request), recipient(request))));
  server.get('/dev/mailbox/list', (request, reply) => sendPage(reply, mailboxList(mailsFor(request))));
  server.get('/dev/mailbox.json', (request) => ({ mails: mailsFor(request) }));
  server.get('/door/mailbox.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(mailboxScript));
}

/** The door's own pages. The mailbox exists only where one is given: never in production. */
export function addPages(server: FastifyInstance, { settings, mailbox }: PagesOptions): void {
  server.get('/', (request, reply) => {
    const origin = `${request.protocol}://${request.host}`;
    return sendPage(reply, landingPage({ origin, mailbox: mailbox !== undefined, demoHint: settings.demoHint }));
  });
  server.get('/door/door.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(doorCss));
  if (mailbox) addMailboxPages(server, mailbox);
}
