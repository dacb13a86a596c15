// Packs what an outside developer needs into a folder: every package of the product, as `npm publish` would send it.
// Usage: node scripts/pack-packages.mjs FOLDER (after `npm run build`).
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, stop } from './set-up.mjs';

/** What an outside developer installs; what these need of ours comes along. */
const wanted = ['create-countersign-authenticator', '@countersign/authenticator-kit', '@countersign/server'];

/** Folders of the wanted packages and of every workspace that they need, as the lock has them. */
const folders = () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const ours = new Map();
  for (const [link, { link: linked, resolved }] of Object.entries(lock))
    if (linked) ours.set(link.replace('node_modules/', ''), resolved);
  const found = new Set();
  const take = (name) => {
    const folder = ours.get(name);
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    Object.keys(lock[folder].dependencies ?? {}).forEach(take);
  };
  wanted.forEach(take);
  return [...found].map((folder) => path.join(root, folder));
};

const [, , target] = process.argv;
if (target === undefined) stop('Name the folder to pack into: node scripts/pack-packages.mjs FOLDER');
const destination = path.resolve(target);
mkdirSync(destination, { recursive: true });
const done = spawnSync(
  'npm',
  ['pack', '--silent', '--ignore-scripts', '--pack-destination', destination, ...folders()],
  { cwd: root, encoding: 'utf8' },
);
if (done.status !== 0) stop(`npm pack failed:\n${done.stderr}`);
process.stdout.write(done.stdout);
