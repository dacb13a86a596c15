// Starts the product with demo data and this plugin. Settings of the environment come first.
import { spawn } from 'node:child_process';

const settings = {
  COUNTERSIGN_DEMO: 'on',
  COUNTERSIGN_LOG_LEVEL: 'warn',
  COUNTERSIGN_AUTHENTICATORS: './src/index.ts',
};
const product = spawn('npx', ['countersign', 'serve', '--role', 'all'], {
  stdio: 'inherit',
  env: { ...settings, ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => product.kill(signal));
product.on('exit', (code) => process.exit(code ?? 1));
