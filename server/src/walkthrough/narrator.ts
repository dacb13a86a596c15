/** Tells the walkthrough as it happens. */
export interface Narrator {
  chapter(title: string): void;
  step(action: string, answer: string): void;
  /** A wait, told once and then counted down on a terminal. */
  waiting(reason: string, seconds: number): void;
}

/** Shows enough of a secret to recognise it and not enough to use it. */
export function shortened(secret: string): string {
  return secret.length <= 8
    ? `${secret.slice(0, 2)}${'•'.repeat(Math.max(secret.length - 2, 1))}`
    : `${secret.slice(0, 6)}…`;
}

/** Writes to a terminal; elsewhere a wait is one plain line. */
export function narrator(out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>): Narrator {
  let number = 0;
  let counting = false;
  const line = (text: string) => {
    if (counting && out.isTTY) out.write('\r\u001b[K');
    counting = false;
    out.write(`${text}\n`);
  };
  return {
    chapter: (title) => line(`\n${title}`),
    step(action, answer) {
      number += 1;
      line(`  ${String(number).padStart(2)}. ${action}\n      -> ${answer}`);
    },
    waiting(reason, seconds) {
      if (out.isTTY) out.write(`\r\u001b[K      .. ${reason}: ${seconds} s`);
      else if (!counting) out.write(`      .. ${reason}: up to ${seconds} s\n`);
      counting = true;
    },
  };
}
