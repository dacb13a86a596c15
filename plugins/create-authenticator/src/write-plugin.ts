import { cpSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { localPackages } from './local-packages.ts';

/** Nothing was written; its message says why. */
export class PluginNotWritten extends Error {}

/** What to write, and where. */
export interface NewPlugin {
  /** A folder that does not exist yet; its last part is the plugin's id. */
  readonly folder: string;
  /** Folder of packed packages to install instead of published ones. */
  readonly packages?: string;
}

const template = path.join(import.meta.dirname, '../template');

/** Writes the example of the guide under another name: a plugin that passes the suite and logs in before it is changed. */
export function writePlugin({ folder, packages }: NewPlugin): string {
  const id = path.basename(path.resolve(folder));
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw new PluginNotWritten(`"${id}" is no plugin id: lower case letters and digits in words joined by hyphens.`);
  if (existsSync(folder)) throw new PluginNotWritten(`${folder} exists already.`);
  cpSync(template, folder, { recursive: true });
  for (const file of filesIn(folder)) {
    writeFileSync(file, renamed(readFileSync(file, 'utf8'), id));
    const [name, parent] = [path.basename(file), path.dirname(file)];
    // npm leaves a packed .gitignore out and reads a packed package.json, so the template keeps both under other names.
    renameSync(file, path.join(parent, renamed(name.replace(/^_gitignore$/, '.gitignore').replace(/^_/, ''), id)));
  }
  if (packages !== undefined) installFrom(folder, packages);
  return id;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .flatMap((each) => (statSync(each).isDirectory() ? filesIn(each) : [each]));
}

/** The example's name in each of its spellings. */
function renamed(text: string, id: string): string {
  const pascal = id.replace(/(?:^|-)(.)/g, (_all, letter: string) => letter.toUpperCase());
  return text
    .replaceAll('paper-list', id)
    .replaceAll('PaperList', pascal)
    .replaceAll('paperList', `${pascal[0]?.toLowerCase()}${pascal.slice(1)}`);
}

function installFrom(folder: string, packages: string): void {
  const file = path.join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { dependencies: object; devDependencies: object };
  const local = localPackages(folder, packages);
  const dependencies = { ...manifest.dependencies, ...local };
  const devDependencies = Object.fromEntries(
    Object.entries(manifest.devDependencies).filter(([name]) => !(name in local)),
  );
  writeFileSync(file, `${JSON.stringify({ ...manifest, dependencies, devDependencies }, null, 2)}\n`);
}
