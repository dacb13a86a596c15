// Plain JavaScript for whatever Node the machine has (16 or newer): it brings the Node that the product runs on.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);

/** Stops the whole script with a sentence. */
export const stop = (sentence) => {
  console.error(`\n${sentence}`);
  process.exit(1);
};

/** Runs a command to its end with its output shown; stops the script when it fails. */
export const run = (command, args, options = {}) => {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (done.error) stop(`${command} could not be started: ${done.error.message}`);
  if (done.status !== 0) stop(`"${[path.basename(command), ...args].join(' ')}" failed.`);
};

/** npm's own marker is written last, so a half-finished installation counts as none. */
const installed = () => {
  const marker = at('node_modules', '.package-lock.json');
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(at('package-lock.json')).mtimeMs;
};

const npm = (args) => {
  const cli = process.env.npm_execpath;
  if (cli && cli.endsWith('.js')) run(process.execPath, [cli, ...args]);
  else run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
};

/** Installs exactly the lock, without running anybody's install scripts but those approved one by one in package.json. */
const install = () => {
  console.log('Installing dependencies as locked (a minute or two the first time) ...');
  // Not `npm ci`: it refuses a lock that lacks optional packages of other platforms, which some registries do not carry.
  npm(['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  const { allowScripts } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const approved = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  if (approved.length > 0) npm(['rebuild', '--ignore-scripts=false', ...approved]);
};

/** The Node 24 that the lock brings for this platform; old npm versions install it without linking its command. */
const ownNode = () => {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const file = at('node_modules', `node-${process.platform}-${process.arch}`, 'bin', binary);
  return existsSync(file) ? file : null;
};

/** Puts that Node first for npm scripts and for `npx countersign`, whichever npm installed it. */
const linkNode = () => {
  const link = at('node_modules', '.bin', 'node');
  const node = ownNode();
  if (node !== null && process.platform !== 'win32' && !existsSync(link))
    symlinkSync(path.relative(path.dirname(link), node), link);
};

/** Path of the Node that the product runs on: the one in node_modules, else this one when it is new enough. */
export const productNode = () => {
  const own = ownNode();
  if (own !== null) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return stop(`No Node 24 package exists for ${process.platform} on ${process.arch}: please install Node 24 or newer.`);
};

/** Environment in which the product's Node and tools come first. */
export const environment = (extra = {}) => ({
  ...process.env,
  PATH: `${at('node_modules', '.bin')}${path.delimiter}${process.env.PATH}`,
  ...extra,
});

/** Installs when the lock asks for it and builds what changed. */
export const setUp = () => {
  if (!installed()) install();
  linkNode();
  run(productNode(), [at('node_modules', 'typescript', 'bin', 'tsc'), '-b'], { env: environment() });
};
