import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where revocation lists come from. `version` changes whenever `lists` would answer differently. */
export interface RevocationSource {
  version(): Promise<string>;
  /** DER of every list there is. */
  lists(): Promise<readonly Uint8Array[]>;
}

/** Lists in a file (DER, or any number in PEM), or in the files of a folder; read again when they change. */
export function revocationFiles(place: string): RevocationSource {
  return {
    async version() {
      const files = await filesAt(place);
      const marks = await Promise.all(files.map(async (file) => markOf(file)));
      return marks.join('\n');
    },
    async lists() {
      const contents = await Promise.all((await filesAt(place)).map((file) => readFile(file)));
      return contents.flatMap(listsIn);
    },
  };
}

async function filesAt(place: string): Promise<readonly string[]> {
  if (!(await stat(place)).isDirectory()) return [place];
  const names = (await readdir(place)).filter((name) => /\.(crl|pem|der)$/.test(name));
  return names.sort().map((name) => path.join(place, name));
}

async function markOf(file: string): Promise<string> {
  const { mtimeMs, ctimeMs, size, ino } = await stat(file);
  return `${file} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

const BLOCK = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/g;

function listsIn(content: Buffer): readonly Uint8Array[] {
  const blocks = [...content.toString('latin1').matchAll(BLOCK)];
  if (blocks.length === 0) return [content];
  return blocks.map(([, block = '']) => Buffer.from(block.replaceAll(/\s/g, ''), 'base64'));
}
