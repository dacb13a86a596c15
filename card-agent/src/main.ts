import { readFileSync } from 'node:fs';
import { openCardDesk } from './card/card-desk.ts';
import { fileClock } from './clock/file-clock.ts';
import { systemClock } from './clock/system-clock.ts';
import { startAgent } from './http/start-agent.ts';
import { terminalPrompt } from './prompt/terminal-prompt.ts';
import { environment } from './settings/environment.ts';
import { type AgentSettings, readAgentSettings, UnusableSetting } from './settings/read-agent-settings.ts';
import { ownTerminal } from './terminal/terminal.ts';

const HELP = `countersign-card-agent: lets the sites you name ask your smartcard for a signature. The PIN stays here.

  --module FILE     PKCS#11 module of the card reader, e.g. /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so
  --origins LIST    sites that may ask, separated by commas, e.g. https://dms.example
  --port NUMBER     port on 127.0.0.1 (9543)
  --prompt WAY      page: a page of the agent's own asks for the PIN (default); terminal: this terminal does
  --clock-file FILE a demonstration's moved clock (COUNTERSIGN_CLOCK_FILE); never elsewhere
  --version, --help`;

/** A card may think for long; a module that hangs longer is ended. */
const PATIENCE_MS = 30_000;

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

async function serve({ module, origins, port, prompt, clockFile }: AgentSettings): Promise<void> {
  const agent = await startAgent({
    origins,
    port,
    version: manifest.version,
    clock: clockFile === null ? systemClock : fileClock(clockFile),
    cards: openCardDesk({ module, patienceMs: PATIENCE_MS, environment }),
    prompt: prompt === 'terminal' ? terminalPrompt(ownTerminal) : undefined,
    log: (line) => ownTerminal.say(line),
  });
  ownTerminal.say(`The card agent answers at ${agent.origin} for ${origins.join(', ')}.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void agent.stop().then(() => process.exit(0)));
}

function explain(error: unknown): string {
  if (error instanceof UnusableSetting) return `${error.message}\nSee countersign-card-agent --help.`;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    return 'Another program, perhaps another card agent, listens at this port. End it, or give --port.';
  return String(error);
}

try {
  const called = readAgentSettings(process.argv.slice(2));
  if (called.kind === 'SERVE') await serve(called.settings);
  else ownTerminal.say(called.kind === 'HELP' ? HELP : manifest.version);
} catch (error) {
  const sentence = explain(error);
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
