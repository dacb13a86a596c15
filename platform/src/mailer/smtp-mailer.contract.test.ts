import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import { newId } from '../secrets/new-id.ts';
import type { Mailer } from './mailer.ts';
import { smtpMailer } from './smtp-mailer.ts';
import { startMailbox } from './start-mailbox.ts';

const clock = new AdjustableClock(new Date('2026-07-01T00:00:00Z'));
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function mailerTo(url: string): Mailer {
  const mailer = smtpMailer({ url, from: 'Countersign <no-reply@example.com>' });
  closing.push(() => mailer.close());
  return mailer;
}

async function openMailbox() {
  const mailbox = await startMailbox({ port: 0, clock });
  closing.push(() => mailbox.close());
  return { mailbox, mailer: mailerTo(mailbox.smtpUrl) };
}

const mail = (to: string, text = 'Your code is 12345678.') => ({
  to,
  subject: '密碼 Password reset',
  text,
  id: newId(),
});

describe('mail over SMTP', () => {
  it('arrives in the embedded mailbox as it was written, newest first', async () => {
    const { mailbox, mailer } = await openMailbox();
    const long = `HKABC101 葉\n${'a line. '.repeat(400)}\n.\n.leading dot`;
    const first = mail('one@example.com', long);
    await mailer.send(first);
    await mailer.send(mail('two@example.com'));
    expect(mailbox.list().map((got) => got.to)).toEqual([['two@example.com'], ['one@example.com']]);
    const [got] = mailbox.list({ to: 'one@example.com' });
    expect(got).toMatchObject({
      from: 'no-reply@example.com',
      subject: '密碼 Password reset',
      receivedAt: clock.now(),
      id: `<${first.id}@example.com>`,
    });
    expect(got!.text.trim()).toBe(long);
  });

  it('keeps the last 1,000 mails and is not hurt by many senders at once', async () => {
    const { mailbox, mailer } = await openMailbox();
    await Promise.all(Array.from({ length: 60 }, (_, index) => mailer.send(mail(`u${index}@example.com`))));
    expect(new Set(mailbox.list().map((got) => got.to[0])).size).toBe(60);
  });

  it('never goes to a recipient that is not one plain address', async () => {
    const { mailbox, mailer } = await openMailbox();
    for (const to of [
      'a@example.com, b@evil.test',
      '"b@evil.test"@example.com',
      'a@example.com\r\nRCPT TO:<b@evil.test>',
      '',
    ]) {
      await expect(mailer.send(mail(to))).rejects.toThrow('not an address');
    }
    await expect(mailer.send({ ...mail('a@example.com'), subject: 'x\r\nBcc: b@evil.test' })).rejects.toThrow(
      'one line',
    );
    expect(mailbox.list()).toEqual([]);
  });

  it('refuses with the dependency named when the server is away, refuses or hangs up', async () => {
    const refusing = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_address, _session, done) => done(new Error('no such mailbox')),
    });
    refusing.on('error', () => undefined);
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', () => resolve()));
    closing.push(() => new Promise((resolve) => refusing.close(() => resolve(undefined))));
    const port = (refusing.server.address() as { port: number }).port;
    for (const url of [`smtp://127.0.0.1:${port}`, 'smtp://127.0.0.1:1']) {
      await expect(mailerTo(url).send(mail('a@example.com'))).rejects.toMatchObject({
        code: 'DEPENDENCY_UNAVAILABLE',
        detail: 'mail server',
      });
    }
    await expect(mailerTo('smtp://127.0.0.1:1').ping()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  it('gives a server that never speaks 5 s, not minutes', async () => {
    const sockets = new Set<Socket>();
    const silent: Server = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
    closing.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
    });
    const start = performance.now();
    const { port } = silent.address() as { port: number };
    await expect(mailerTo(`smtp://127.0.0.1:${port}`).send(mail('a@example.com'))).rejects.toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
    });
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
