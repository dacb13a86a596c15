/** Writes one line for a person at a terminal; logs go through the logger instead. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}
