import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';

/** The keys of a process that was given none: made at the first start and kept beside the embedded databases. */
export interface EmbeddedKeys {
  readonly masterKey: Uint8Array;
  readonly pepper: Uint8Array;
}

interface KeyFile {
  readonly masterKey: string;
  readonly pepper: string;
}

const note = 'Keys of this folder alone, for trying out. Production keys come from the environment.';

function readKeys(file: string): EmbeddedKeys {
  const { masterKey, pepper } = JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  return { masterKey: Buffer.from(masterKey, 'base64url'), pepper: Buffer.from(pepper, 'base64url') };
}

/** Reads the folder's keys, making them first when there are none. Two processes that start together end with the same keys. */
export function embeddedKeys(dataFolder: string): EmbeddedKeys {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = path.join(dataFolder, 'keys.json');
  const key = () => randomBytes(32).toString('base64url');
  try {
    const made = `${JSON.stringify({ note, masterKey: key(), pepper: key() }, null, 2)}\n`;
    writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readKeys(file);
}
