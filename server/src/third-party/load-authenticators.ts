import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AuthenticatorPlugin, validateManifest } from '@countersign/authenticator-kit';
import { SettingsRefused } from '@countersign/platform';

/**
 * Authenticators of others' making, from packages or files: each default export is a plugin, or makes one of its options.
 * All that is wrong with all of them is told at once and stops the start; nothing of a plugin has run by then but its module.
 */
export async function loadAuthenticators(entries: readonly string[]): Promise<readonly AuthenticatorPlugin[]> {
  const loaded = await Promise.all(entries.map(load));
  const problems = loaded.flatMap((one) => one.problems);
  if (problems.length > 0) throw new SettingsRefused(problems);
  return loaded.flatMap((one) => one.plugin ?? []);
}

interface Loaded {
  readonly plugin?: AuthenticatorPlugin;
  readonly problems: readonly string[];
}

async function load(entry: string): Promise<Loaded> {
  const refused = (why: string): Loaded => ({ problems: [`COUNTERSIGN_AUTHENTICATORS: ${entry} ${why}.`] });
  try {
    const found = await exportOf(entry);
    if (!isPlugin(found))
      return refused('exports neither an authenticator nor a function that makes one as its default');
    const problems = validateManifest(found.manifest);
    return problems.length > 0
      ? refused(`has a manifest that does not hold: ${problems.join('; ')}`)
      : { plugin: found, problems };
  } catch (cause) {
    return refused(`could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

async function exportOf(entry: string): Promise<unknown> {
  const [name = '', options = ''] = entry.split('?', 2);
  const { default: exported } = (await import(addressOf(name))) as { readonly default?: unknown };
  if (typeof exported !== 'function') return exported;
  return (exported as (given: Readonly<Record<string, string>>) => unknown)(
    Object.fromEntries(new URLSearchParams(options)),
  );
}

/** A file by its path from here; a package from where the program was started, or else from where it is installed. */
function addressOf(name: string): string {
  if (name.startsWith('.') || path.isAbsolute(name)) return pathToFileURL(path.resolve(name)).href;
  try {
    return pathToFileURL(createRequire(path.resolve('package.json')).resolve(name)).href;
  } catch {
    return name;
  }
}

function isPlugin(value: unknown): value is AuthenticatorPlugin {
  if (typeof value !== 'object' || value === null || !('manifest' in value) || !('create' in value)) return false;
  return typeof value.manifest === 'object' && value.manifest !== null && typeof value.create === 'function';
}
