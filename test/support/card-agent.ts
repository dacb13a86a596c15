import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import type { Stack } from './stacks.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The smartcards of a stack's demo users as SoftHSM tokens, with their PINs. */
export interface Cards {
  readonly configuration: string;
  /** Path of SoftHSM's PKCS#11 module. */
  readonly module: string;
  pinOf(userId: string): string;
  /** What pulling the card out of the reader is to a token that is a folder. */
  pull(userId: string): void;
}

/** Makes the cards as a newcomer does, by `countersign demo cards`. */
export function makeCards(stack: Stack, userIds: readonly string[]): Cards {
  const entry = path.join(root, 'server/bin/countersign.mjs');
  const said = execFileSync(process.execPath, [entry, 'demo', 'cards', ...userIds], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', ...stack.settingsOf('all') },
  });
  const folder = path.join(stack.folder, 'tables', 'demo-cards');
  return {
    configuration: path.join(folder, 'soft-hsm/softhsm2.conf'),
    module: /--module (\S+)/.exec(said)?.[1] ?? '',
    pinOf: (userId) =>
      (JSON.parse(readFileSync(path.join(folder, `cards/${userId}.json`), 'utf8')) as { pin: string }).pin,
    pull(userId) {
      const tokens = path.join(folder, 'soft-hsm/tokens');
      for (const token of readdirSync(tokens)) {
        const named = readFileSync(path.join(tokens, token, 'token.object')).includes(userId.padEnd(32));
        if (named) rmSync(path.join(tokens, token), { recursive: true });
      }
    },
  };
}

/** The `countersign-card-agent` command as a process of its own. */
export interface CardAgent {
  readonly origin: string;
  output(): string;
  stop(): Promise<void>;
}

/** Starts the agent with these cards inserted, for one site, at the stack's time. */
export async function startCardAgent(stack: Stack, cards: Cards, site: string): Promise<CardAgent> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'card-agent/bin/countersign-card-agent.mjs'),
      ...['--module', cards.module, '--origins', site, '--port', String(port), '--clock-file', stack.clock.path],
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', SOFTHSM2_CONF: cards.configuration },
    },
  );
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const output = () => written.join('');
  await eventually(() => output().includes('answers at'), 'the card agent to answer', { withinMs: 30_000 });
  return {
    origin: `http://127.0.0.1:${port}`,
    output,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

interface Replied {
  readonly status: number;
  readonly text: string;
  readonly json: Readonly<Record<string, string>>;
}

async function call(url: string, method: 'GET' | 'POST', headers: Record<string, string>, body = ''): Promise<Replied> {
  const answer = await request(url, { method, headers, ...(method === 'POST' ? { body } : {}) });
  const text = await answer.body.text();
  return { status: answer.statusCode, text, json: text.startsWith('{') ? (JSON.parse(text) as Replied['json']) : {} };
}

/** What the site's page does: asks the agent to have a statement signed. */
export function askAgent(agent: CardAgent, site: string, statement: string): Promise<Replied> {
  const headers = { origin: site, 'content-type': 'application/json' };
  return call(`${agent.origin}/v1/sign`, 'POST', headers, JSON.stringify({ statement }));
}

/** What the person does: reads the agent's page, chooses a card where there are several, and types the PIN. The answers are the pages. */
export async function confirmAtAgent(
  agent: CardAgent,
  address: string,
  person: { readonly pin: string; readonly chooses: string; readonly meanwhile?: () => void },
) {
  const shown = await call(address, 'GET', {});
  const csrf = /name="csrf" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
  const choice = new RegExp(`value="([^"]+)"[^>]*> ${person.chooses} `).exec(shown.text)?.[1] ?? '';
  person.meanwhile?.();
  const headers = { origin: agent.origin, 'content-type': 'application/x-www-form-urlencoded' };
  const done = await call(address, 'POST', headers, new URLSearchParams({ csrf, choice, pin: person.pin }).toString());
  return { shown: shown.text, done: done.text };
}

/** What the site's page learns in the end. */
export async function resultOf(agent: CardAgent, site: string, id: string): Promise<Replied['json']> {
  return (await call(`${agent.origin}/v1/asks/${id}`, 'GET', { origin: site })).json;
}
