// A rule that crashes or stops matching would leave lint green. Each house rule must still refuse the code it exists for.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import policy from './lint/policy.mjs';

const root = path.resolve(import.meta.dirname, '..');
const temporary = mkdtempSync(path.join(os.tmpdir(), 'countersign-'));
const folder = path.join(temporary, 'lint-policy-probe');
const probes = {
  'ambient-time': ['platform/src/a/now.ts', 'export const now = [new Date(), Date.now(), Date()];'],
  'file-name': ['platform/src/a/user-helper.ts', 'export const a = 1;'],
  'import-direction': [
    'subgraphs/identity/src/user-profile/find.ts',
    "import 'typeorm'; import '../rows/profile.ts'; import '@countersign/approvals';",
  ],
  'no-enum': ['platform/src/a/phase.ts', 'export enum Phase { One }'],
  'package-root': [
    'gateway/src/door.ts',
    "import '@countersign/platform/src/x.ts'; import '../../platform/src/index.ts';",
  ],
  'secret-comparison': [
    'platform/src/a/same.ts',
    'export const same = (sentToken: string, token: string) => sentToken === token;',
  ],
  'suppression-reason': ['platform/src/a/quiet.ts', '// oxlint-disable-next-line no-console\nexport const a = 1;'],
};
const expected = { 'ambient-time': 3, 'import-direction': 3, 'package-root': 2 };

for (const [file, text] of Object.values(probes)) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), `${text}\n`);
}
const rules = Object.fromEntries(Object.keys(policy.rules).map((rule) => [`countersign/${rule}`, 'error']));
writeFileSync(
  path.join(folder, '.oxlintrc.json'),
  JSON.stringify({
    jsPlugins: [path.join(root, 'scripts/lint/policy.mjs')],
    categories: { correctness: 'off' },
    rules,
  }),
);

const run = () => {
  try {
    return execFileSync('oxlint', ['--no-ignore', '--format', 'json', '-c', '.oxlintrc.json', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
  } catch (error) {
    return error.stdout;
  }
};
const { diagnostics } = JSON.parse(run());
const silent = Object.keys(policy.rules).filter((rule) => {
  const file = probes[rule]?.[0];
  const found = diagnostics.filter((one) => one.code === `countersign(${rule})` && one.filename === file);
  return found.length < (expected[rule] ?? 1);
});
rmSync(temporary, { recursive: true, force: true });
if (silent.length > 0) {
  console.error(`These house rules no longer refuse what they exist for: ${silent.join(', ')}`);
  process.exit(1);
}
console.log(`${Object.keys(policy.rules).length} house rules still refuse what they exist for`);
