import { randomBytes } from 'node:crypto';
import { systemClock } from '../clock/system-clock.ts';

let lastMs = 0;
let sequence = 0;

/** Draws the next (millisecond, sequence) pair, larger than every one before it in this process (RFC 9562 6.2, method 1). */
function nextTick(): readonly [number, number] {
  const now = systemClock.now().getTime();
  if (now > lastMs) {
    lastMs = now;
    sequence = randomBytes(2).readUInt16BE() & 0x7ff;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  return [lastMs, sequence];
}

/** A new UUID version 7 as text: unique, and ascending within one process, so that indexes grow at their end (RFC 9562 5.7). */
export function newId(): string {
  const [ms, counter] = nextTick();
  const bytes = randomBytes(16);
  bytes.writeUIntBE(ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
