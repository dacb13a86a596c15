import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A fresh JSON Web Key Set with one key that signs login tokens. */
export function newTokenKeys(): Readonly<Record<string, unknown>> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { keys: [privateKey.export({ format: 'jwk' })] };
}

/** The folder's keys of login tokens, made first when there are none; two processes that start together end with the same. */
export function embeddedTokenKeys(dataFolder: string): unknown {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = path.join(dataFolder, 'token-keys.json');
  try {
    writeFileSync(file, `${JSON.stringify(newTokenKeys(), null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return JSON.parse(readFileSync(file, 'utf8')) as unknown;
}
