import { readFile } from 'node:fs/promises';
import { Fault } from '@countersign/platform';
import type { Opening } from './encryption-key.ts';

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Fault('FILE_UNREADABLE', `${file} is no file that can be read.`);
  }
}

/** A pre-shared key as it is handed over: hexadecimal or base64, of 16, 24 or 32 bytes. */
export function keyIn(text: string): Uint8Array {
  const written = text.replace(/\s+/g, '');
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(written);
  const key = Buffer.from(written, isHex ? 'hex' : 'base64');
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(written);
  if ((!isHex && !isBase64) || ![16, 24, 32].includes(key.byteLength))
    throw new Fault(
      'KEY_FILE_MALFORMED',
      'The key file must hold a key of 16, 24 or 32 bytes, in hexadecimal or base64.',
    );
  return key;
}

/** What opens a token file, out of files and never out of the command line, where others could read it. */
export async function readOpening(files: {
  readonly keyFile?: string;
  readonly passwordFile?: string;
}): Promise<Opening> {
  return {
    key: files.keyFile === undefined ? null : keyIn(await contentOf(files.keyFile)),
    password: files.passwordFile === undefined ? null : (await contentOf(files.passwordFile)).replace(/\r?\n$/, ''),
  };
}
