import { parseArgs } from 'node:util';

/** What the agent runs with; every setting is an argument of the command. */
export interface AgentSettings {
  readonly module: string;
  readonly origins: readonly string[];
  readonly port: number;
  readonly prompt: 'page' | 'terminal';
  /** Moves the agent's time along with a demonstration's; null outside of one. */
  readonly clockFile: string | null;
}

/** What the command was called for. */
export type Called =
  { readonly kind: 'SERVE'; readonly settings: AgentSettings } | { readonly kind: 'HELP' | 'VERSION' };

/** A setting that cannot be used, in a sentence for the person who started the agent. */
export class UnusableSetting extends Error {}

export const DEFAULT_PORT = 9543;

const OPTIONS = {
  module: { type: 'string' },
  origins: { type: 'string' },
  port: { type: 'string', default: String(DEFAULT_PORT) },
  prompt: { type: 'string', default: 'page' },
  'clock-file': { type: 'string' },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.origin !== text)
    throw new UnusableSetting(`--origins: "${text}" is no origin. Write it like https://dms.example, without a path.`);
  return text;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UnusableSetting(`--port: "${text}" is no port. Write a number up to 65535.`);
  return port;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new UnusableSetting(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the command's arguments; what cannot be used throws `UnusableSetting`. */
export function readAgentSettings(args: readonly string[]): Called {
  const values = parse(args);
  if (values.help) return { kind: 'HELP' };
  if (values.version) return { kind: 'VERSION' };
  const { module = '', origins = '', prompt } = values;
  if (module === '') throw new UnusableSetting('--module: name the PKCS#11 module of your card reader.');
  if (origins === '') throw new UnusableSetting('--origins: name the sites that may ask, separated by commas.');
  if (prompt !== 'page' && prompt !== 'terminal')
    throw new UnusableSetting(`--prompt: "${prompt}" is neither page nor terminal.`);
  const named = origins.split(',').map((one) => originOf(one.trim()));
  const clockFile = values['clock-file'] ?? null;
  return { kind: 'SERVE', settings: { module, origins: named, port: portOf(values.port), prompt, clockFile } };
}
