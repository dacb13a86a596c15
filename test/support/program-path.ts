import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a server's program is; Debian keeps some outside an ordinary user's path. */
export function programPath(name: string): string {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/bin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ];
  for (const folder of folders) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this folder: the next one may hold it.
    }
  }
  throw new Error(
    `${name} is not installed; "npm test" installs it, or point COUNTERSIGN_TEST_..._URL at a server that runs.`,
  );
}
