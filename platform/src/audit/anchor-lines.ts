import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { AnchorLine } from './audit-anchor.ts';

const SEAL = /^[0-9a-f]{64}$/;

function readLine(text: string): AnchorLine | null {
  try {
    const { part, number, seal, at } = JSON.parse(text) as Partial<AnchorLine>;
    if (typeof part !== 'string' || typeof seal !== 'string' || typeof at !== 'string') return null;
    if (number === undefined || !Number.isSafeInteger(number) || number < 1) return null;
    return SEAL.test(seal) ? { part, number, seal, at } : null;
  } catch {
    return null;
  }
}

/** Lines of an anchor file as they come; null for one that no sealer writes. A file that is not there has none. */
export async function* anchorLines(
  path: string,
): AsyncGenerator<{ readonly position: number; readonly line: AnchorLine | null }> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return;
  const lines = createInterface({
    input: file.createReadStream({ encoding: 'utf8' }),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let position = 0;
  for await (const text of lines) {
    position += 1;
    if (text !== '') yield { position, line: readLine(text) };
  }
}
