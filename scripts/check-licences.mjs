// Every dependency in the lock must carry a licence we may ship with; what only builds or tests may also be in the second list.
import { readFileSync } from 'node:fs';

const shipped = new Set(['MIT', 'MIT-0', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'BlueOak-1.0.0']);
const builds = new Set([...shipped, 'CC0-1.0', 'CC-BY-3.0', 'CC-BY-4.0', 'Python-2.0']);
/** Licences accepted for one package alone, each read by a person. */
const exceptions = {
  // Permissive and BSD-like; js-yaml needs it, which the Rust planner's runtime needs.
  argparse: 'Python-2.0',
};

const permitted = (expression, list) => {
  const words = expression.replace(/[()]/g, ' ').trim().split(/\s+/);
  const names = words.filter((word) => word !== 'OR' && word !== 'AND');
  return words.includes('AND') ? names.every((name) => list.has(name)) : names.some((name) => list.has(name));
};

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const refused = [];
let counted = 0;
for (const [folder, entry] of Object.entries(packages)) {
  if (!folder.includes('node_modules/') || entry.link) continue;
  counted += 1;
  const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const licence = entry.license ?? 'none named';
  const list = entry.dev || entry.devOptional ? builds : shipped;
  if (exceptions[name] === licence) continue;
  if (!permitted(licence, list))
    refused.push(`${name} ${entry.version}: ${licence}${list === shipped ? ' (shipped)' : ''}`);
}
if (refused.length > 0) {
  console.error(
    `Licences that are not permitted (docs/decisions/0009-dependencies-and-licences.md):\n  ${refused.join('\n  ')}`,
  );
  process.exit(1);
}
console.log(`${counted} dependencies, all under permitted licences`);
