import { setTimeout as wait } from 'node:timers/promises';
import Libsql from 'libsql';
import { DependencyUnavailable } from '../faults/fault.ts';

const TRIES = 600;
const PAUSE_MS = 100;

/**
 * Holds a lock that other processes respect and that the system itself lets go when this process dies: an exclusive
 * transaction on a small file of its own. Waits without blocking the process.
 */
export async function sqliteFileLock(path: string): Promise<() => void> {
  const connection = new Libsql(path, { timeout: 0 });
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      connection.exec('BEGIN EXCLUSIVE');
      return () => {
        connection.exec('ROLLBACK');
        connection.close();
      };
    } catch (error) {
      if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw error;
      await wait(PAUSE_MS);
    }
  }
  connection.close();
  throw new DependencyUnavailable('database migration lock');
}
