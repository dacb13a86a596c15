import { once } from 'node:events';
import { connect } from 'node:net';

/** Puts a mail into an SMTP server word for word, as any stranger's program could. */
export async function sendMail(
  port: number,
  mail: { readonly to: string; readonly subject: string; readonly text: string },
): Promise<void> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  const lines = [
    'EHLO stranger.example',
    'MAIL FROM:<stranger@elsewhere.example>',
    `RCPT TO:<${mail.to}>`,
    'DATA',
    `From: stranger@elsewhere.example\r\nTo: ${mail.to}\r\nSubject: ${mail.subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${mail.text}\r\n.`,
    'QUIT',
  ];
  for (const line of lines) {
    const [answer] = (await once(socket, 'data')) as [string];
    if (!/^[23]/.test(answer)) throw new Error(`The mail server answered ${answer.trim()}`);
    socket.write(`${line}\r\n`);
  }
  await once(socket, 'close');
}
