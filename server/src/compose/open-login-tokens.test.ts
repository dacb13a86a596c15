import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@countersign/platform';
import { newTokenKeys } from '../keys/embedded-token-keys.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { openLoginTokens } from './open-login-tokens.ts';

describe('keys of login tokens', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-tokens-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const key = Buffer.alloc(32, 7).toString('base64');
  const open = (environment: Record<string, string>) =>
    openLoginTokens({
      settings: readServerSettings({ COUNTERSIGN_DATA_DIR: folder, ...environment }, 'all'),
      clock: systemClock,
    });

  it('of the embedded default are made once, for the owner alone', async () => {
    const first = await open({});
    const second = await open({});
    expect(first?.signer.jwks).toEqual(second?.signer.jwks);
    expect(first?.signer.issuer).toBe('http://localhost:4000');
    expect(statSync(path.join(folder, 'token-keys.json')).mode & 0o077).toBe(0);
  });

  it('are the configured ones where there are some, under the main origin', async () => {
    const tokens = await open({
      COUNTERSIGN_TOKEN_PRIVATE_KEYS: JSON.stringify(newTokenKeys()),
      COUNTERSIGN_TOKEN_AUDIENCES: 'ccms-settlement, https://risk.example',
      COUNTERSIGN_SITE_ORIGINS: 'https://dms.example,https://ccms.example',
    });
    expect(tokens?.audiences).toEqual(['ccms-settlement', 'https://risk.example']);
    expect(tokens?.signer.issuer).toBe('https://dms.example');
    expect(tokens?.signer.jwks.keys).toHaveLength(1);
  });

  it('are not made up where a master key was given, and audiences without keys stop the start', async () => {
    expect(await open({ COUNTERSIGN_MASTER_KEY: key })).toBeNull();
    await expect(open({ COUNTERSIGN_MASTER_KEY: key, COUNTERSIGN_TOKEN_AUDIENCES: 'ccms-settlement' })).rejects.toThrow(
      /COUNTERSIGN_TOKEN_PRIVATE_KEYS is missing/,
    );
  });

  it('that cannot sign stop the start, and are not repeated', async () => {
    const wrong = open({ COUNTERSIGN_TOKEN_PRIVATE_KEYS: '{"keys":[{"kty":"oct","k":"hunter2"}]}' });
    await expect(wrong).rejects.toThrow(/COUNTERSIGN_TOKEN_PRIVATE_KEYS is wrong/);
    await expect(wrong).rejects.not.toThrow(/hunter2/);
  });

  it('an audience is one word or an address', () => {
    expect(() => readServerSettings({ COUNTERSIGN_TOKEN_AUDIENCES: 'two words' }, 'all')).toThrow(
      /COUNTERSIGN_TOKEN_AUDIENCES is wrong/,
    );
  });
});
