import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Every packed package of a folder as a dependency by file, so that none is looked for anywhere else. */
export function localPackages(folder: string, packages: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const file of readdirSync(packages)) {
    // npm packs `@countersign/server` 0.1.0 as `countersign-server-0.1.0.tgz`.
    const name = /^countersign-(.+)-\d+\.\d+\.\d+\.tgz$/.exec(file)?.[1];
    if (name !== undefined) found[`@countersign/${name}`] = `file:${path.relative(folder, path.join(packages, file))}`;
  }
  return found;
}
