import { SingleBar } from 'cli-progress';
import type { ImportCommit, ImportProgress } from '@countersign/identity';

const EVERY = 10_000;

/** Shows an import while it runs and sums it up at its end. */
export interface ImportReport {
  take(progress: ImportProgress): void;
  /** Prints the sum and gives the exit code: 2 when rows were refused. */
  end(): number;
}

type Counts = Extract<ImportProgress, { kind: 'done' | 'progress' }>;

function verdict(commit: ImportCommit, { committed, refused }: Counts): string {
  if (commit === 'dry-run')
    return 'This was a dry run: nothing was kept. Keep it with --commit all or --commit per-row.';
  if (commit === 'all' && refused > 0) return 'Nothing was kept: --commit all keeps all rows or none.';
  return `${committed} profiles were kept.`;
}

/** A file's own text may hold control characters, which a terminal would obey. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

/** A bar over the file's bytes on a terminal; elsewhere a plain line now and then. Refused rows are lines in both. */
export function importReport(
  out: NodeJS.WriteStream,
  commit: ImportCommit,
  file: { readonly bytes: number; readonly bytesRead: () => number },
): ImportReport {
  const bar = out.isTTY
    ? new SingleBar({
        format: '{bar} {percentage}% | {rows} rows read, {refused} refused',
        stream: out,
        clearOnComplete: true,
      })
    : null;
  let last: Counts = { kind: 'progress', read: 0, accepted: 0, refused: 0, committed: 0 };
  let told = 0;
  bar?.start(file.bytes, 0, { rows: 0, refused: 0 });
  const line = (text: string) => {
    if (bar !== null) out.write('\r\u001b[K');
    out.write(`${text}\n`);
  };
  return {
    take(progress) {
      if (progress.kind === 'refused')
        return line(harmless(`line ${progress.line}: ${progress.userId}: ${progress.code}: ${progress.message}`));
      last = progress;
      bar?.update(file.bytesRead(), { rows: progress.read, refused: progress.refused });
      if (bar === null && progress.read - told >= EVERY) {
        told = progress.read;
        line(`${progress.read} rows read, ${progress.refused} refused`);
      }
    },
    end() {
      bar?.stop();
      line(`${last.read} rows read, ${last.accepted} accepted, ${last.refused} refused. ${verdict(commit, last)}`);
      return last.refused > 0 ? 2 : 0;
    },
  };
}
