// `npm test`: sets up what the tests need on a bare machine, starts private servers, runs everything, stops them.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { environment, productNode, root, setUp } from './set-up.mjs';
import { findTools } from './system-tools.mjs';
import { startTestServers } from './test-servers.mjs';

setUp();
const tools = findTools();
const servers = await startTestServers(tools);
const arguments_ = process.argv.slice(2);
const jest = spawn(
  productNode(),
  [
    '--experimental-vm-modules',
    '--no-warnings',
    path.join(root, 'node_modules/jest/bin/jest.js'),
    '-c',
    'jest.config.mjs',
    '--maxWorkers=2',
    ...arguments_,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: environment({ ...servers.settings, NODE_ENV: 'test' }),
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
jest.on('exit', async (code) => {
  await servers.stop();
  process.exit(code ?? 1);
});
