import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiClient, closeConnections } from '../support/api-client.ts';
import { freePort } from '../support/free-port.ts';
import { installPacked, type PackedPackage, undeclaredImports } from '../support/packed-packages.ts';
import { type Program, ready, startProgram } from '../support/program.ts';

const root = path.resolve(import.meta.dirname, '../..');
const ID = 'picture-sheet';

describe('an outside developer, with the packed packages alone, in an empty folder', () => {
  let place: string;
  let packages: readonly PackedPackage[];
  let product: Program | undefined;
  beforeAll(async () => {
    place = realpathSync(mkdtempSync(path.join(tmpdir(), 'countersign-outside-')));
    packages = await installPacked(place);
    await node(place, 'node_modules/create-countersign-authenticator/bin/create-countersign-authenticator.mjs', ID);
  }, 120_000);
  afterAll(async () => {
    await closeConnections();
    await product?.stop();
    rmSync(place, { recursive: true, force: true });
  });

  const environment = { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1' };
  const node = async (folder: string, ...args: string[]) =>
    (await promisify(execFile)(process.execPath, args, { cwd: folder, env: environment })).stdout;
  const plugin = (...args: string[]) => node(path.join(place, ID), ...args);

  it('installs nothing that a package forgot to name', () => {
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['@countersign/authenticator-kit', '@countersign/server']),
    );
    expect(packages.map((one) => [one.name, undeclaredImports(one)]).filter(([, names]) => names?.length)).toEqual([]);
  });

  it('gets a plugin that passes the conformance suite and the type check', async () => {
    expect(await plugin('--test', '--test-reporter=tap', 'test/conformance.test.ts')).toMatch(/^# fail 0$/m);
    expect(await plugin(path.join(root, 'node_modules/typescript/bin/tsc'))).toBe('');
  });

  it('logs in with it at the product', async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    product = startProgram(
      'the packed product',
      ['serve', '--role', 'all'],
      {
        COUNTERSIGN_PORT: String(port),
        COUNTERSIGN_SMTP_PORT: '0',
        COUNTERSIGN_DATA_DIR: path.join(place, 'tables'),
        COUNTERSIGN_DEMO: 'on',
        COUNTERSIGN_LOG_LEVEL: 'warn',
        COUNTERSIGN_AUTHENTICATORS: path.join(place, ID, 'src/index.ts'),
      },
      path.join(place, 'node_modules/@countersign/server/bin/countersign.mjs'),
    );
    await ready(product, `http://127.0.0.1:${port}`);
    const said = await plugin('scripts/log-in.ts', 'B0123402', origin);
    expect(said).toContain('B0123402 registered a sheet of 20 codes');
    const [, token = ''] = /B0123402 logged in with the second code.*\n(.+)\n/.exec(said) ?? [];
    const { data } = await apiClient(`http://127.0.0.1:${port}`).bearing(token).send('{ viewer { userId } }');
    expect(data['viewer']).toEqual({ userId: 'B0123402' });
    await expect(plugin('scripts/log-in.ts', 'B0123402', origin)).rejects.toThrow('has a second factor');
  });
});
