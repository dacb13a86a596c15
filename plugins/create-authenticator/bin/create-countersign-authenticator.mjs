#!/usr/bin/env node
// npm create countersign-authenticator my-plugin [-- --packages ../packages]
import { parseArgs } from 'node:util';
import { PluginNotWritten, writePlugin } from '../dist/index.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { packages: { type: 'string' } } });
const [folder] = positionals;
const stop = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};
if (folder === undefined) stop('Name the folder: npm create countersign-authenticator my-plugin');
try {
  const id = writePlugin({ folder, ...values });
  process.stdout.write(
    `${folder} holds the authenticator "${id}". Next:\n\n  cd ${folder}\n  npm install\n  npm test\n`,
  );
} catch (error) {
  if (!(error instanceof PluginNotWritten)) throw error;
  stop(error.message);
}
