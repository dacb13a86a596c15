// `npm start`: everything in one process on the embedded default, with demo data. Nothing needs to be installed before.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { environment, productNode, root, setUp } from './set-up.mjs';

const settings = process.env;
setUp();
const server = spawn(
  productNode(),
  [path.join(root, 'server/bin/countersign.mjs'), 'serve', '--role', 'all', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: environment({
      COUNTERSIGN_DEMO: settings.COUNTERSIGN_DEMO || 'on',
      COUNTERSIGN_DEMO_USERS: settings.COUNTERSIGN_DEMO_USERS || settings.COUNTERSIGN_DEMO || 'on',
      COUNTERSIGN_LOG_LEVEL: settings.COUNTERSIGN_LOG_LEVEL || 'warn',
    }),
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]));
