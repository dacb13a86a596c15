import { describe, expect, it } from '@jest/globals';
import { SettingsRefused } from '@countersign/platform';
import { readServerSettings } from './read-server-settings.ts';

const key = Buffer.alloc(32, 7).toString('base64');

function problems(environment: Record<string, string>, role: Parameters<typeof readServerSettings>[1] = 'all'): string {
  try {
    readServerSettings(environment, role);
  } catch (error) {
    if (error instanceof SettingsRefused) return error.problems.join('\n');
    throw error;
  }
  return '';
}

describe('settings', () => {
  it('an empty environment is a complete embedded default', () => {
    const { values } = readServerSettings({}, 'all');
    expect(values).toMatchObject({ COUNTERSIGN_HOST: '127.0.0.1', COUNTERSIGN_PORT: 4000, COUNTERSIGN_DEMO: false });
    expect(values.COUNTERSIGN_DATABASE_URL).toBeUndefined();
  });

  it('names every wrong setting at once, and repeats no secret', () => {
    const told = problems({ COUNTERSIGN_PORT: '70000', COUNTERSIGN_DEMO: 'maybe', COUNTERSIGN_MASTER_KEY: 'hunter2' });
    expect(told).toMatch(/COUNTERSIGN_PORT is wrong: it must be a port/);
    expect(told).toMatch(/COUNTERSIGN_DEMO is wrong: it must be on or off/);
    expect(told).toMatch(/COUNTERSIGN_MASTER_KEY is wrong: it must be at least 32/);
    expect(told).not.toContain('hunter2');
  });

  it.each([
    [
      'COUNTERSIGN_TRUSTED_PROXIES',
      ['banana', '10.0.0.0/33', '10.0.0.1/0', '::1/129', '10.0.0.0/8/9', '10.0.0.0/8, x'],
    ],
    ['COUNTERSIGN_REDIS_PATIENCE_MS', ['99', '2001', '300ms', '-300']],
    ['COUNTERSIGN_MAIL_FROM', ['nobody', 'A <b@c.example>, d@e.example', 'x@y.example\r\nBcc: z@y.example']],
  ])('%s is judged at the start, not at its first use', (name, wrong) => {
    for (const text of wrong) expect(problems({ [name]: text })).toContain(`${name} is wrong`);
  });

  it('takes networks, addresses and private networks by name for proxies', () => {
    const given = '10.0.0.0/8, 192.0.2.1,::1, fd00::/8,loopback';
    const { values } = readServerSettings({ COUNTERSIGN_TRUSTED_PROXIES: given }, 'all');
    expect(values.COUNTERSIGN_TRUSTED_PROXIES).toHaveLength(5);
  });

  it('a misspelt variable is refused instead of ignored', () => {
    expect(problems({ COUNTERSIGN_PROT: '4000' })).toMatch(/COUNTERSIGN_PROT is not a setting/);
  });

  it('asks a role only for what it needs', () => {
    const told = problems({}, 'identity');
    expect(told).toMatch(/COUNTERSIGN_DATABASE_URL is missing/);
    expect(told).not.toMatch(/SMTP|MASTER_KEY/);
  });

  it('asks a door of its own for Redis, through which live updates come', () => {
    expect(problems({}, 'gateway')).toMatch(/COUNTERSIGN_REDIS_URL is missing/);
  });

  it('refuses demo data, a moved clock, generated keys and the embedded mailbox in production', () => {
    const told = problems({ NODE_ENV: 'production', COUNTERSIGN_DEMO: 'on', COUNTERSIGN_CLOCK_FILE: 'clock' });
    for (const name of ['DEMO', 'CLOCK_FILE', 'MASTER_KEY', 'SMTP_URL', 'DATABASE_URL'])
      expect(told).toContain(`COUNTERSIGN_${name}`);
  });

  it('one sentence is enough for a setting that is present but wrong', () => {
    const told = problems({ NODE_ENV: 'production', COUNTERSIGN_SMTP_URL: 'http://x', COUNTERSIGN_MASTER_KEY: key });
    expect(told.match(/COUNTERSIGN_SMTP_URL/g)).toHaveLength(1);
  });
});
