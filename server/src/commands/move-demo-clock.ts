import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { systemClock } from '@countersign/platform';
import { environment } from '../settings/environment.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { print } from '../terminal/print.ts';
import { demoClockFile } from '../demo/demo-clock-file.ts';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function asMilliseconds(text: string): number {
  const [, amount = '', unit = ''] = /^([+-]?\d{1,6})([smhd])$/.exec(text) ?? [];
  const factor = units[unit];
  if (factor === undefined) throw new InvalidArgumentError('Write it like 90s, 15m, -2h or 3d.');
  return Number(amount) * factor;
}

function offsetIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    // No file yet: the demo's time is the real one.
    return 0;
  }
}

/** `countersign demo clock [by]`: shows or moves the time of a running demo, e.g. past an expiry. */
export function demoClockCommand(): Command {
  return new Command('clock')
    .description("show the demo's time, or move it by e.g. 6m, -2h, 3d; `reset` returns to the real time")
    .argument('[by]', 'how far to move', (text) => (text === 'reset' ? 'reset' : asMilliseconds(text)))
    .action((by: number | 'reset' | undefined) => {
      const file = demoClockFile(readServerSettings(environment, 'all'));
      if (by !== undefined) {
        mkdirSync(path.dirname(file), { recursive: true });
        // Written beside and renamed, so that the server never reads half a number.
        writeFileSync(`${file}.new`, String(by === 'reset' ? 0 : offsetIn(file) + by));
        renameSync(`${file}.new`, file);
      }
      const offset = offsetIn(file);
      print(
        `The demo's time is ${new Date(systemClock.now().getTime() + offset).toISOString()} (${offset / 1000} s from the real one).`,
      );
    });
}
