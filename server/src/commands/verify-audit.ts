import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type AuditVerdict, Fault, verifyAudit } from '@countersign/platform';
import { Command, Option } from 'commander';
import { COMMAND_PATIENCE_MS, type Ground, layGround } from '../compose/ground.ts';
import { openAllTables } from '../compose/open-all-tables.ts';
import { auditAnchorPath } from '../compose/seal-audit.ts';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { print } from '../terminal/print.ts';
import { progressOf } from '../terminal/progress.ts';

const parts = ['identity', 'authentication', 'approvals'] as const;

interface Options {
  readonly part?: (typeof parts)[number];
  readonly anchor?: string;
}

async function anchorPath(ground: Ground, named: string | undefined): Promise<string | null> {
  if (named === undefined) return auditAnchorPath(ground.settings);
  const found = await stat(named).catch(() => null);
  if (found?.isFile() !== true) throw new Fault('FILE_UNREADABLE', `${named} is no file that can be read.`);
  return path.resolve(named);
}

/** What this proof is worth without one: the last rows can go together with their seals and leave no trace. */
const NO_ANCHOR = '; no anchor file, so nothing tells whether the last seals and their rows were deleted';

const many = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

function sentence(part: string, verdict: AuditVerdict): string {
  const { seals, rows, unsealed, firstUnsealedAt, anchored } = verdict;
  const proven = `${part}: ${verdict.sound ? 'sound' : 'BROKEN'}, ${many(rows, 'row')} in ${many(seals, 'seal')}`;
  const since = firstUnsealedAt === null ? '' : `, the oldest of ${firstUnsealedAt}`;
  const waiting = unsealed === 0 ? '' : `; ${many(unsealed, 'row')} not sealed yet${since}`;
  const known = anchored === null ? NO_ANCHOR : seals === 0 ? '' : `; the anchor file vouches up to seal ${anchored}`;
  return proven + known + waiting;
}

/** Exit codes: 0 the audit is as it was sealed, 1 it is not, or could not be read. */
async function run(options: Options): Promise<number> {
  const ground = layGround(readServerSettings(environment, 'all'), COMMAND_PATIENCE_MS);
  let sound = true;
  try {
    const anchor = await anchorPath(ground, options.anchor);
    const tables = await openAllTables(ground);
    for (const part of options.part === undefined ? parts : [options.part]) {
      const database = tables[part];
      if (database === undefined) continue;
      const progress = progressOf(process.stderr, `${part}, seals`);
      const verdict = await verifyAudit({
        database,
        part,
        parts,
        anchor,
        report: ({ kind, message }) => progress.line(`${part}: ${kind}: ${message}`),
        progress: ({ seals, ofSeals }) => progress.to(seals, ofSeals),
      });
      progress.end();
      print(sentence(part, verdict));
      sound &&= verdict.sound;
    }
  } finally {
    await ground.closing.run(ground.logger);
  }
  return sound ? 0 : 1;
}

/** `countersign verify-audit`: proves the audit against its seals and the anchor file, and names whatever is broken. */
export function verifyAuditCommand(): Command {
  return new Command('verify-audit')
    .description('prove the audit against its seals and the anchor file, and name whatever is broken')
    .addOption(new Option('--part <part>', 'one part alone').choices(parts))
    .option('--anchor <file>', 'anchor file, e.g. the copy on other storage; else the configured one')
    .action(async (options: Options) => {
      process.exitCode = await run(options);
    });
}
