import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { stop } from './set-up.mjs';

/** Programs the tests run for real: what each is for, the names it goes by, and the Debian package that brings it. */
const needed = {
  mariadbd: { names: ['mariadbd', 'mysqld'], package: 'mariadb-server', for: 'the production database engine' },
  mariadbInstall: {
    names: ['mariadb-install-db', 'mysql_install_db'],
    package: 'mariadb-server',
    for: 'a private data folder',
  },
  redis: { names: ['redis-server', 'valkey-server'], package: 'redis-server', for: 'the production volatile store' },
  oathtool: { names: ['oathtool'], package: 'oathtool', for: 'codes of a standard authenticator' },
  zbarimg: { names: ['zbarimg'], package: 'zbar-tools', for: 'reading the QR code back' },
  rsvgConvert: { names: ['rsvg-convert'], package: 'librsvg2-bin', for: 'rendering the QR code' },
  chromium: { names: ['chromium'], package: 'chromium', for: 'the pages and the cookie in a real browser' },
  softhsm: { names: ['softhsm2-util'], package: 'softhsm2', for: 'smartcards that are files, with the PKCS#11 module' },
  pkcs11Tool: { names: ['pkcs11-tool'], package: 'opensc', for: 'a second opinion on what a card signs' },
  mysqldump: { names: ['mysqldump'], package: 'mariadb-client', for: 'searching a dump for secrets' },
};
const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/libexec'];

const find = (names) => {
  for (const folder of folders) {
    for (const name of names) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        continue;
      }
    }
  }
  return undefined;
};

const missing = () => Object.values(needed).filter((tool) => find(tool.names) === undefined);

const installWithApt = (packages) => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
  console.log(`Installing for the tests: ${packages.join(', ')} ...`);
  apt('update', '-qq');
  if (!apt('install', '-y', '-qq', '--no-install-recommends', ...packages)) stop('apt-get could not install them.');
};

/** Paths of every program the tests need; installs what is missing where that is possible, else says what to install. */
export const findTools = () => {
  const absent = missing();
  const packages = [...new Set(absent.map((tool) => tool.package))];
  if (absent.length > 0) {
    if (process.getuid?.() === 0 && find(['apt-get'])) installWithApt(packages);
    const still = missing();
    if (still.length > 0) {
      const lines = still.map((tool) => `  ${tool.names[0]} (${tool.for}): Debian package ${tool.package}`);
      stop(
        `These programs are missing and the tests skip nothing in silence:\n${lines.join('\n')}\nInstall them, e.g. sudo apt-get install ${packages.join(' ')}`,
      );
    }
  }
  return Object.fromEntries(Object.entries(needed).map(([key, tool]) => [key, find(tool.names)]));
};
