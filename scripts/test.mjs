// `npm test`: sets up what the tests need on a bare machine, starts private servers, runs everything, stops them.
// Arguments go to jest in one run. Without any, suites that kill processes, drive a browser or compare times run one after
// the other, so that what they see in seconds is the product and not their neighbours. --results=FOLDER keeps jest's JSON.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environment, productNode, root, setUp } from './set-up.mjs';
import { findTools } from './system-tools.mjs';
import { startTestServers } from './test-servers.mjs';

const results = process.argv.find((argument) => argument.startsWith('--results='))?.slice('--results='.length);
const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--results='));
const comparesTimes = 'test/threat/(uniform-answers|hostile-documents|tenancy)';
const stages =
  given.length > 0
    ? [{ name: 'chosen', args: given }]
    : [
        { name: 'parts', args: ['--selectProjects', 'unit', 'contract', '--maxWorkers=2'] },
        {
          name: 'stacks',
          args: ['--selectProjects', 'flow', 'threat', '--maxWorkers=2', '--testPathIgnorePatterns', comparesTimes],
        },
        { name: 'times', args: ['--selectProjects', 'threat', '--maxWorkers=1', '--testPathPatterns', comparesTimes] },
        { name: 'faults', args: ['--selectProjects', 'fault', 'browser', '--maxWorkers=1'] },
      ];

setUp();
const memory = inMemory();
if (memory) process.env.TMPDIR = memory;
const servers = await startTestServers(findTools());
let running;
let ended = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    ended = true;
    running?.kill(signal);
  });
}

/** What asks must not starve what answers: MariaDB and Redis come before the tests where the system lets us say so. */
const yieldToServers = (pid) => {
  try {
    os.setPriority(pid, 5);
  } catch {
    // A system that refuses runs everything alike, as before.
  }
};

const runJest = ({ name, args }) =>
  new Promise((resolve) => {
    const kept = results ? ['--json', `--outputFile=${path.join(results, `${name}.json`)}`] : [];
    const jest = ['--experimental-vm-modules', '--no-warnings', path.join(root, 'node_modules/jest/bin/jest.js')];
    running = spawn(productNode(), [...jest, '-c', 'jest.config.mjs', ...args, ...kept], {
      cwd: root,
      // Jest prints its JSON as well when it keeps it; what a person reads is on standard error.
      stdio: ['inherit', results ? 'ignore' : 'inherit', 'inherit'],
      env: environment({ ...servers.settings, NODE_ENV: 'test' }),
    });
    yieldToServers(running.pid);
    running.on('exit', (code) => resolve(code ?? 1));
  });

/**
 * A folder in memory for what the tests' servers write, where there is room: tests wait for what processes do, and a disk
 * that stalls in the middle of a commit would look like a product that does. Undefined where there is none.
 */
function inMemory() {
  const room = 6 * 1024 ** 3;
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= room ? mkdtempSync('/dev/shm/countersign-tests-') : undefined;
  } catch {
    return undefined;
  }
}

let worst = 0;
for (const stage of stages) if (!ended) worst = Math.max(worst, await runJest(stage));
await servers.stop();
if (memory) rmSync(memory, { recursive: true, force: true });
process.exit(ended ? 130 : worst);
