import { readFile, stat } from 'node:fs/promises';
import { importTokens, type TokenImportOptions } from '@countersign/authentication';
import { Fault } from '@countersign/platform';
import { broughtTokens } from './brought-tokens.ts';
import { readHolders } from './holders.ts';
import { tokenReport } from './import-report.ts';
import { readOpening } from './key-files.ts';
import { readTokenFile } from './read-token-file.ts';
import { LARGEST_FILE } from './read-xml.ts';

/** The files of one import, by name. */
export interface ImportFiles {
  readonly file: string;
  readonly keyFile?: string;
  readonly passwordFile?: string;
  readonly users?: string;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => null);
  if (found?.isFile() !== true) throw new Fault('FILE_UNREADABLE', `${file} is no file that can be read.`);
  // One byte more than may be is enough to know, and keeps a file of any size out of memory.
  if (found.size > LARGEST_FILE) return new Uint8Array(LARGEST_FILE + 1);
  return readFile(file);
}

/**
 * Reads the whole file, opens every key in it, and only then assigns the first token: a file that turns out to be cut off,
 * altered or locked has changed nothing. Gives the exit code: 0 every token is good, 2 some were refused.
 */
export async function runTokenImport(
  files: ImportFiles,
  options: TokenImportOptions,
  print: (line: string) => void,
): Promise<number> {
  const opening = await readOpening(files);
  const read = await readTokenFile(await bytesOf(files.file), { opening, now: options.clock.now() });
  const holders = files.users === undefined ? null : readHolders(Buffer.from(await bytesOf(files.users)).toString());
  const { tokens, refused } = broughtTokens(read, holders);
  const report = tokenReport(print, options.commit);
  for (const one of refused) report.refused(one);
  try {
    for await (const outcome of importTokens(options, tokens)) report.take(outcome);
  } catch (error) {
    // Some may be assigned by now: the operator must know how many before the reason why it stopped.
    report.end();
    throw error;
  }
  return report.end();
}
