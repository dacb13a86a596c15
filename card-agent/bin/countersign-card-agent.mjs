#!/usr/bin/env node
// Plain JavaScript for whatever Node the shell finds: it hands over to the Node that the product runs on.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const main = path.join(here, '../dist/main.js');
const stop = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const ownNode = () => {
  for (const up of ['../..', '../../..', '../../../..']) {
    const file = path.join(here, up, 'node_modules/.bin/node');
    if (existsSync(file)) return file;
  }
  return stop('The card agent needs Node 24 or newer, or the dependencies of Countersign installed, which bring one.');
};

if (!existsSync(main)) stop('The card agent is not built yet: run "npm run build".');
if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main);
} else {
  const child = spawn(ownNode(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
