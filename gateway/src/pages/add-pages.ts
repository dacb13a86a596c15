import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Mailbox, ReceivedMail } from '@countersign/platform';
import { sendPage } from '../http/security-headers.ts';
import type { GatewaySettings } from '../settings.ts';
import { doorCss } from './door-css.ts';
import { landingPage } from './landing-page.ts';
import { mailboxList, mailboxPage } from './mailbox-page.ts';
import { mailboxScript } from './mailbox-script.ts';
import { signInApplication, signInPage } from './sign-in/sign-in-page.ts';
import { signInScript } from './sign-in/sign-in-script.ts';

/** Where the card agent of a person's own PC answers: the one other place that the sign-in page may ask. */
const CARD_AGENT = 'http://127.0.0.1:9543';

export interface PagesOptions {
  readonly settings: GatewaySettings;
  readonly mailbox?: Pick<Mailbox, 'list'>;
}

function recipient(request: FastifyRequest): string {
  const { to } = request.query as { to?: unknown };
  return typeof to === 'string' ? to.trim().slice(0, 254) : '';
}

/** A person may type a part of an address; a program that asks for JSON means a whole one. */
function mailsMatching(mailbox: Pick<Mailbox, 'list'>, part: string): readonly ReceivedMail[] {
  const wanted = part.toLowerCase();
  return mailbox.list().filter((mail) => mail.to.some((address) => address.toLowerCase().includes(wanted)));
}

function addMailboxPages(server: FastifyInstance, mailbox: Pick<Mailbox, 'list'>): void {
  server.get('/dev/mailbox', (request, reply) => {
    const to = recipient(request);
    return sendPage(reply, mailboxPage(mailsMatching(mailbox, to), to));
  });
  server.get('/dev/mailbox/list', (request, reply) => {
    const to = recipient(request);
    return sendPage(reply, mailboxList(mailsMatching(mailbox, to), to));
  });
  server.get('/dev/mailbox.json', (request) => {
    const to = recipient(request);
    return { mails: mailbox.list(to === '' ? undefined : { to }) };
  });
  server.get('/door/mailbox.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(mailboxScript));
}

/** The door's own pages. The mailbox exists only where one is given: never in production. */
export function addPages(server: FastifyInstance, { settings, mailbox }: PagesOptions): void {
  server.get('/', (request, reply) => {
    const origin = `${request.protocol}://${request.host}`;
    return sendPage(reply, landingPage({ origin, mailbox: mailbox !== undefined, demoHint: settings.demoHint }));
  });
  server.get('/sign-in', (request, reply) => {
    const { application } = request.query as { application?: unknown };
    const page = signInPage({ application: signInApplication(application), mailbox: mailbox !== undefined });
    return sendPage(reply, page, { connect: [CARD_AGENT] });
  });
  server.get('/door/sign-in.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(signInScript));
  server.get('/door/door.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(doorCss));
  if (mailbox) addMailboxPages(server, mailbox);
}
