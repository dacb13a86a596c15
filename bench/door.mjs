import { execFile, fork } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { shapes, subgraphNames } from './door/model.mjs';

/**
 * Requests per second of the door beside its peers: the same schema and facts, the same load, one run.
 * Rounds are interleaved, so what else the machine does falls on all alike; medians are compared, never single rounds.
 *   npm run door -- --rounds 5 --seconds 4 --out door.json
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string' },
    shapes: { type: 'string' },
    out: { type: 'string' },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const children = [];

function start(file, ...args) {
  const child = fork(here(`door/candidates/${file}.mjs`), args, {
    env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' },
  });
  child.file = file;
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('message', ({ url }) => resolve(url));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

async function load(url, shape, seconds) {
  const order = { url, body: JSON.stringify(shapes[shape]), seconds, connections: Number(values.connections) };
  const { stdout } = await promisify(execFile)(process.execPath, [here('door/load.mjs'), JSON.stringify(order)]);
  return JSON.parse(stdout);
}

async function check(url, shape, expected) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(shapes[shape]),
  });
  const { data, errors } = await response.json();
  const answer = JSON.stringify(data) ?? `errors ${JSON.stringify(errors)}`;
  if (data === undefined || (expected !== undefined && answer !== expected))
    throw new Error(`${url} answers ${shape} differently: ${answer.slice(0, 300)}`);
  return answer;
}

/** Processor time of the candidate and, when it has some, its subgraph servers: it stays comparable on a busy machine. */
async function processorMicros(name) {
  const own = children.filter(({ file }) => file === name || (file === 'subgraph' && name.endsWith('-gateway')));
  let ticks = 0;
  for (const { pid } of own) {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * 10_000;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const pad = (text, width) => String(text).padStart(width);

try {
  const needed = values.only?.split(',') ?? ['countersign', 'no-federation', 'hive-gateway', 'apollo-gateway'];
  const urls = {};
  if (needed.some((name) => name.endsWith('-gateway'))) {
    for (const name of subgraphNames) urls[name] = await start('subgraph', name);
  }
  const candidates = {};
  for (const name of needed) candidates[name] = await start(name, JSON.stringify(urls));
  const chosen = values.shapes?.split(',') ?? Object.keys(shapes);

  for (const shape of chosen) {
    let expected;
    for (const url of Object.values(candidates)) expected = await check(url, shape, expected);
    for (const url of Object.values(candidates)) await load(url, shape, 2);
  }

  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const shape of chosen) {
      for (const [name, url] of Object.entries(candidates)) {
        const before = await processorMicros(name);
        const measured = await load(url, shape, Number(values.seconds));
        measured.cpuMicros = ((await processorMicros(name)) - before) / measured.total;
        if (measured.failed > 0) throw new Error(`${name} failed ${measured.failed} requests of ${shape}`);
        rounds.push({ round, shape, name, ...measured });
      }
    }
  }

  const of = (name, shape, field) =>
    median(rounds.filter((one) => one.name === name && one.shape === shape).map((one) => one[field]));
  const ratio = (above, below) => Math.round((above / below) * 100) / 100;
  const table = chosen.flatMap((shape) =>
    Object.keys(candidates).map((name) => ({
      shape,
      name,
      perSecond: Math.round(of(name, shape, 'perSecond')),
      p99: of(name, shape, 'p99'),
      cpuMicros: Math.round(of(name, shape, 'cpuMicros')),
      ...(candidates.countersign && {
        ratio: ratio(of('countersign', shape, 'perSecond'), of(name, shape, 'perSecond')),
        cpuRatio: ratio(of(name, shape, 'cpuMicros'), of('countersign', shape, 'cpuMicros')),
      }),
    })),
  );
  const columns = ['perSecond', 'p99', 'cpuMicros', 'ratio', 'cpuRatio'];
  console.log(
    `${'shape'.padEnd(8)}${'candidate'.padEnd(16)}${['req/s', 'p99 ms', 'cpu us/req', 'ours/it', 'by cpu'].map((title) => pad(title, 12)).join('')}`,
  );
  for (const row of table) {
    console.log(
      `${row.shape.padEnd(8)}${row.name.padEnd(16)}${columns.map((column) => pad(row[column] ?? '', 12)).join('')}`,
    );
  }
  if (values.out) {
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
    await writeFile(
      values.out,
      `${JSON.stringify({ at: new Date().toISOString(), machine, settings: values, table, rounds }, null, 2)}\n`,
    );
  }
} finally {
  for (const child of children) child.disconnect?.();
}
