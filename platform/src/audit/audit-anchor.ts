import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What is kept of a seal outside the database. */
export interface AnchorLine {
  readonly part: string;
  readonly number: number;
  readonly seal: string;
  readonly at: string;
}

/** Where seals are made known outside the database, so that their end cannot be cut off unseen (design 7). */
export interface AuditAnchor {
  write(line: AnchorLine): Promise<void>;
}

const NEWLINE = 10;

/**
 * A file of JSON lines that is only ever added to. Each line is one write at the end of the file, so several processes
 * may share it, and is on the disk when `write` resolves. A line that a crash has torn is left alone on its own line.
 */
export function anchorFile(path: string): AuditAnchor {
  return {
    async write({ part, number, seal, at }) {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, 'a+', 0o600);
      try {
        const { size } = await file.stat();
        const last = Buffer.alloc(1, NEWLINE);
        if (size > 0) await file.read(last, 0, 1, size - 1);
        const torn = last[0] === NEWLINE ? '' : '\n';
        await file.write(`${torn}${JSON.stringify({ part, number, seal, at })}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}
