import { SMTPServer } from 'smtp-server';

/** Takes every mail and keeps none, in a process of its own: what is measured is the product, not who receives. */
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => done());
  },
});
server.listen(Number(process.argv[2]), '127.0.0.1');
