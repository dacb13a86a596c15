// `npm run mutation -- [part...]`: changes the deciding code of one part after the other, one change at a time, and counts how
// many that part's quick unit tests notice. Works on a clone of the last commit, because Stryker rewrites files in place.
// Full reports stay in `.tmp/mutation`; the last one that a person went through stands in docs/mutation.md.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parts } from './mutation/parts.mjs';
import { row, scoreOf, survivors } from './mutation/summary.mjs';
import { environment, productNode, root, run, stop } from './set-up.mjs';

const tools = path.join(root, 'mutation', 'node_modules');
const reports = path.join(root, '.tmp', 'mutation');

/** What is installed, seen from the clone; packages of the workspace lead to the clone's own folders. */
const linkModules = (clone) => {
  const from = path.join(root, 'node_modules');
  const to = path.join(clone, 'node_modules');
  mkdirSync(path.join(to, '@countersign'), { recursive: true });
  for (const name of readdirSync(from))
    if (name !== '@countersign') symlinkSync(path.join(from, name), path.join(to, name));
  for (const name of readdirSync(path.join(from, '@countersign'))) {
    const folder = path.relative(root, realpathSync(path.join(from, '@countersign', name)));
    symlinkSync(path.join(clone, folder), path.join(to, '@countersign', name));
  }
};

/** What tests stand on is loaded anew for every mutant: these are small in place of packages that take seconds. */
const alone = {
  '^@countersign/authenticator-kit/conformance$': '<rootDir>/scripts/mutation/conformance-alone.mjs',
  '^@countersign/platform$': '<rootDir>/scripts/mutation/platform-alone.mjs',
  '^@countersign/change-owner$': '<rootDir>/subgraphs/change-owner/src/applied-change-migration.ts',
};

const jestConfig = (clone, tests) => ({
  rootDir: clone,
  testEnvironment: path.join(tools, '@stryker-mutator/jest-runner/dist/src/jest-plugins/jest-environment-node.cjs'),
  testEnvironmentOptions: { customExportConditions: ['countersign-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: alone,
  testMatch: tests.map((pattern) => `<rootDir>/${pattern}`),
});

const strykerConfig = (part, mutate) => ({
  testRunner: 'jest',
  plugins: [path.join(tools, '@stryker-mutator/jest-runner/dist/src/index.js')],
  mutate,
  inPlace: true,
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 60_000,
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: { configFile: 'mutation.jest.json', enableFindRelatedTests: false },
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: `${part}.json` },
  allowEmpty: false,
});

/** Every part has a clone of its own: what Stryker left of one run is no ground for the next. */
const measure = (part) => {
  const { mutate, tests } = parts[part];
  const clone = mkdtempSync(path.join(os.tmpdir(), `countersign-mutation-${part}-`));
  try {
    run('git', ['clone', '--quiet', '--depth=1', `file://${root}`, clone]);
    linkModules(clone);
    writeFileSync(path.join(clone, 'mutation.jest.json'), JSON.stringify(jestConfig(clone, tests)));
    writeFileSync(path.join(clone, 'mutation.stryker.json'), JSON.stringify(strykerConfig(part, mutate)));
    const stryker = path.join(tools, '@stryker-mutator/core/bin/stryker.js');
    run(productNode(), ['--no-warnings', stryker, 'run', 'mutation.stryker.json'], {
      cwd: clone,
      env: environment({ NODE_OPTIONS: '--experimental-vm-modules', NODE_ENV: 'test' }),
    });
    cpSync(path.join(clone, `${part}.json`), path.join(reports, `${part}.json`));
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = chosen.find((part) => !(part in parts));
if (unknown !== undefined) stop(`There is no part "${unknown}". Parts: ${Object.keys(parts).join(', ')}.`);
if (!existsSync(path.join(root, 'node_modules'))) stop('Run `npm install` first.');
if (!existsSync(tools)) run('npm', ['ci', '--prefix', 'mutation']);
mkdirSync(reports, { recursive: true });

for (const part of chosen) {
  measure(part);
  const report = JSON.parse(readFileSync(path.join(reports, `${part}.json`), 'utf8'));
  console.log(`\n${survivors(report).join('\n')}\n\n${row(part, scoreOf(report))}`);
}
