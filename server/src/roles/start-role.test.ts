import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readServerSettings } from '../settings/read-server-settings.ts';
import type { Running } from './running.ts';
import { startRole } from './start-role.ts';

describe('one process with everything', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-role-'));
  const environment = {
    COUNTERSIGN_DATA_DIR: folder,
    COUNTERSIGN_PORT: '0',
    COUNTERSIGN_SMTP_PORT: '0',
    COUNTERSIGN_LOG_LEVEL: 'silent',
    COUNTERSIGN_DEMO: 'on',
  };
  let running: Running | undefined;
  const start = async (more: Record<string, string> = {}) => {
    running = await startRole(readServerSettings({ ...environment, ...more }, 'all'));
    return running.url;
  };
  const ask = async (url: string, query: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return (await answer.json()) as { readonly data: Readonly<Record<string, unknown>> };
  };
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  it('is ready when it says so: live, ready, in PARALLEL, with function hours held open', async () => {
    const url = await start();
    for (const check of ['livez', 'readyz']) expect((await fetch(`${url}/${check}`)).status).toBe(200);
    const { data } = await ask(url, '{ migration { phase } functionHours { open reason } }');
    expect(data).toEqual({ migration: { phase: 'PARALLEL' }, functionHours: { open: true, reason: 'OVERRIDE' } });
  });

  it('makes its keys once, for the owner alone, and starts again on what is there', async () => {
    await start();
    const file = path.join(folder, 'keys.json');
    expect(statSync(file).mode & 0o077).toBe(0);
    const { mtimeMs } = statSync(file);
    await running?.stop();
    await start();
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  it('answers nobody any more once it has stopped', async () => {
    const url = await start();
    await running?.stop();
    running = undefined;
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });

  it('refuses to start, and leaves nothing open, when the phase has no way to log in', async () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'countersign-role-'));
    await expect(start({ COUNTERSIGN_DATA_DIR: empty, COUNTERSIGN_DEMO: 'off' })).rejects.toMatchObject({
      code: 'AUTHENTICATOR_SET_UNUSABLE',
    });
    rmSync(empty, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
});
