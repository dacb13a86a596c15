import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readSettings, SettingsRefused } from './read-settings.ts';
import { setting } from './settings.ts';

const schema = z.object({
  CS_PORT: setting.port().default(4000),
  CS_REDIS: setting.url('redis', 'rediss'),
  CS_KEY: setting.key(),
  CS_DEMO: setting.flag().default(false),
  CS_POOL: setting.wholeNumber(2, 100).optional(),
});
const key = Buffer.alloc(32, 7).toString('base64');

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(schema, env);
  } catch (error) {
    if (error instanceof SettingsRefused) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'countersign-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('are typed, with defaults where the schema has them', () => {
    const settings = readSettings(schema, { CS_REDIS: 'redis://h', CS_KEY: key, CS_DEMO: 'true', UNRELATED: 'x' });
    expect(settings).toEqual({
      CS_PORT: 4000,
      CS_REDIS: 'redis://h',
      CS_KEY: new Uint8Array(32).fill(7),
      CS_DEMO: true,
    });
  });

  it('name every missing and every wrong one at once, and tell no value', () => {
    const problems = problemsOf({ CS_PORT: '70000', CS_KEY: 'hunter2-secret', CS_DEMO: 'yes', CS_POOL: '1' });
    expect(problems).toEqual([
      'CS_PORT is wrong: it must be a port number up to 65535.',
      'CS_REDIS is missing; set it, or CS_REDIS_FILE to a file that holds it.',
      'CS_KEY is wrong: it must be at least 32 random bytes in base64.',
      'CS_DEMO is wrong: it must be true or false.',
      'CS_POOL is wrong: it must lie between 2 and 100.',
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('treat an empty variable as missing', () => {
    expect(problemsOf({ CS_REDIS: '', CS_KEY: key })).toEqual([
      'CS_REDIS is missing; set it, or CS_REDIS_FILE to a file that holds it.',
    ]);
  });

  it('come from the file that NAME_FILE names', async () => {
    const path = join(directory, 'key');
    await writeFile(path, `${key}\n`);
    expect(readSettings(schema, { CS_REDIS: 'redis://h', CS_KEY_FILE: path }).CS_KEY).toHaveLength(32);
  });

  it('refuse a file that cannot be read, and a setting given twice', () => {
    const problems = problemsOf({ CS_REDIS: 'redis://h', CS_REDIS_FILE: '/x', CS_KEY_FILE: join(directory, 'absent') });
    expect(problems).toEqual([
      'CS_REDIS and CS_REDIS_FILE are both set; keep one of them.',
      'CS_KEY_FILE names a file that cannot be read.',
    ]);
  });
});
