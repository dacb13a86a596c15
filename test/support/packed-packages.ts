import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** A package as `npm pack` sends it, unpacked. */
export interface PackedPackage {
  readonly name: string;
  readonly folder: string;
}

/**
 * Packs what an outside developer installs and lays it out as npm would, without a registry: ours from their tarballs, what
 * others wrote from this repository's own installation.
 */
export async function installPacked(folder: string): Promise<readonly PackedPackage[]> {
  const tarballs = path.join(folder, 'packages');
  await run(process.execPath, [path.join(root, 'scripts/pack-packages.mjs'), tarballs]);
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, '@countersign'), { recursive: true });
  for (const name of readdirSync(path.join(root, 'node_modules'))) {
    if (name.startsWith('.') || name === '@countersign' || name.startsWith('create-countersign')) continue;
    symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
  }
  return Promise.all(readdirSync(tarballs).map((file) => unpack(path.join(tarballs, file), modules)));
}

async function unpack(tarball: string, modules: string): Promise<PackedPackage> {
  const { stdout } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
  const { name } = JSON.parse(stdout) as { readonly name: string };
  const folder = path.join(modules, name);
  mkdirSync(folder, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
  return { name, folder };
}

/** Packages that the code of a packed package imports and its package.json does not name. */
export function undeclaredImports({ name, folder }: PackedPackage): readonly string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const code = files.filter((file) => /^(dist|bin)\/.*\.m?js$/.test(file));
  const imported = code.flatMap((file) =>
    [
      ...readFileSync(path.join(folder, file), 'utf8').matchAll(
        /^(?:import|export)(?:[\w$\s{},*]+\sfrom)? ['"]([^'".][^'"]*)['"];$/gm,
      ),
    ].map(([, specifier = '']) => /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[1] ?? ''),
  );
  const known = new Set([name, ...Object.keys(dependencies)]);
  return [...new Set(imported)].filter((one) => !one.startsWith('node:') && !known.has(one)).sort();
}
