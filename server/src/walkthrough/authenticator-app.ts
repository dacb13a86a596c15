import { setTimeout as pause } from 'node:timers/promises';
import { oneTimePassword, PERIOD_SECONDS, timeStep } from '@countersign/authenticator-totp';
import type { Clock } from '@countersign/platform';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The key that an otpauth URI carries (RFC 4648 6). */
export function keyOf(otpauthUri: string): Uint8Array {
  const text = new URL(otpauthUri).searchParams.get('secret') ?? '';
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** What a person's phone does, with the patience to wait for a code that was not used yet. */
export interface AuthenticatorApp {
  freshCode(): Promise<string>;
}

/**
 * An app for one key. `lastStep` is the last step whose code was used, as far as the caller knows;
 * `waiting` is told how many seconds the next code is away, each second.
 */
export function authenticatorApp(options: {
  readonly otpauthUri: string;
  readonly clock: Clock;
  readonly lastStep: number;
  readonly used: (step: number) => void;
  readonly waiting: (seconds: number) => void;
}): AuthenticatorApp {
  const secret = keyOf(options.otpauthUri);
  let { lastStep } = options;
  return {
    async freshCode() {
      for (;;) {
        const now = options.clock.now();
        const counter = timeStep(now);
        if (counter > lastStep) {
          lastStep = counter;
          options.used(counter);
          return oneTimePassword({ secret, counter });
        }
        options.waiting(PERIOD_SECONDS - (Math.floor(now.getTime() / 1000) % PERIOD_SECONDS));
        await pause(1_000);
      }
    },
  };
}
