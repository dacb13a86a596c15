import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port.ts';
import { eventually } from './eventually.ts';

/** A mail as it arrived over SMTP. */
export interface Letter {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly raw: string;
}

/** A real SMTP server that keeps what it receives, and can misbehave on purpose. */
export interface PostOffice {
  readonly url: string;
  readonly letters: readonly Letter[];
  /** Waits for a mail to `to` that `matching` accepts, among those that arrived after `since` letters. */
  letterTo(to: string, matching: (letter: Letter) => boolean, since?: number): Promise<Letter>;
  /** From now on: takes mail, refuses every mail, or accepts connections and then says nothing. */
  behave(how: 'well' | 'refuse' | 'hang'): void;
  close(): Promise<void>;
}

/** Opens a post office on a free port. */
export async function openPostOffice(): Promise<PostOffice> {
  const letters: Letter[] = [];
  const hanging: (() => void)[] = [];
  let behaviour: 'well' | 'refuse' | 'hang' = 'well';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onMailFrom(_address, _session, done) {
      if (behaviour === 'refuse') return done(new Error('421 closed for the day'));
      if (behaviour === 'hang') return void hanging.push(() => done(new Error('421 too late')));
      return done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        void simpleParser(raw).then((mail) => {
          letters.push({
            to: session.envelope.rcptTo.map((recipient) => recipient.address),
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            raw: raw.toString('utf8'),
          });
          done();
        }, done);
      });
    },
  });
  server.on('error', () => undefined);
  const port = await freePort();
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    letterTo: (to, matching, since = 0) =>
      eventually(
        () => letters.slice(since).findLast((letter) => letter.to.includes(to) && matching(letter)),
        `a mail to ${to}`,
      ),
    behave(how) {
      behaviour = how;
      for (const release of hanging.splice(0)) release();
    },
    close: () => {
      for (const release of hanging.splice(0)) release();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
