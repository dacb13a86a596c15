import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const series = (letter, count) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
const wanted = [...series('O', 19), ...series('S', 6), ...series('G', 9)];
const proof = /`([^`]+\.(?:test|suite)\.ts)`: “([^”]+)”/g;
const file = /`([^`\s]+\/[^`\s]+\.(?:ts|mjs))`/g;

/** What is wrong with the map of threats: a row that is missing or unproven, a file that is gone, a test of another name. */
export const threatFaults = (root, text) => {
  const faults = [];
  const rows = new Map([...text.matchAll(/^\| ([OSG]\d+) .*$/gm)].map(([line, id]) => [id, line]));
  for (const id of wanted.filter((one) => !rows.has(one))) faults.push(`${id} has no row`);
  for (const [id, line] of rows) {
    const proofs = [...line.matchAll(proof)];
    if (proofs.length === 0) faults.push(`${id} names no test`);
    for (const [, name] of line.matchAll(file))
      if (!existsSync(path.join(root, name))) faults.push(`${id} names ${name}, which is not there`);
    for (const [, name, title] of proofs) {
      const where = path.join(root, name);
      if (existsSync(where) && !readFileSync(where, 'utf8').includes(title))
        faults.push(`${id}: ${name} has no test “${title}”`);
    }
  }
  return faults;
};
