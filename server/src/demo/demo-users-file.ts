import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../settings/read-server-settings.ts';

/** What a demo user knows and holds. Kept for the walkthrough and for printing again, in a file for the owner's eyes. */
export interface DemoUser {
  readonly userId: string;
  readonly what: string;
  readonly password: string;
  /** Null for a user whose codes come by email. */
  readonly otpauthUri: string | null;
  /** The last time step whose code was used (RFC 6238 5.2). */
  readonly lastStep: number;
}

const fileOf = ({ values }: Settings) => path.join(values.COUNTERSIGN_DATA_DIR, 'demo-users.json');

/** The demo users of this data folder, or none. */
export function readDemoUsers(settings: Settings): readonly DemoUser[] {
  try {
    return JSON.parse(readFileSync(fileOf(settings), 'utf8')) as readonly DemoUser[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Keeps them; only the owner may read the file. */
export function writeDemoUsers(settings: Settings, users: readonly DemoUser[]): void {
  mkdirSync(settings.values.COUNTERSIGN_DATA_DIR, { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(settings), `${JSON.stringify(users, null, 2)}\n`, { mode: 0o600 });
}
