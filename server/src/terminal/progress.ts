import { SingleBar } from 'cli-progress';
import { print } from './print.ts';

const EVERY = 5_000;

/** Long work as a person at a terminal sees it, with lines between. */
export interface Progress {
  to(done: number, of: number): void;
  line(text: string): void;
  end(): void;
}

/** What is stored may hold control characters, which a terminal would obey. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

/** A bar on a terminal, elsewhere a plain line now and then; lines of findings go to standard output. */
export function progressOf(out: NodeJS.WriteStream, what: string): Progress {
  const bar = out.isTTY
    ? new SingleBar({ format: `${what} {bar} {value} of {total}`, stream: out, clearOnComplete: true })
    : null;
  let begun = false;
  let told = 0;
  return {
    to(done, of) {
      if (bar === null) {
        if (done - told < EVERY) return;
        told = done;
        out.write(`${what}: ${done} of ${of}\n`);
      } else if (begun) bar.update(done);
      else {
        begun = true;
        bar.start(of, done);
      }
    },
    line(text) {
      if (begun) out.write('\r\u001b[K');
      print(harmless(text));
    },
    end: () => bar?.stop(),
  };
}
