import { hash, parseOptions, verify } from '@node-rs/argon2';
import type { HashingQueue } from './hashing-queue.ts';

/** argon2id cost (P3, OWASP): rising numbers rehash a password at its next correct use. */
export interface HashCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export const defaultCost: HashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A PHC string, and whether the pepper went into it. */
export interface StoredHash {
  readonly phc: string;
  readonly peppered: boolean;
}

export interface PasswordHash {
  hash(password: string): Promise<StoredHash>;
  verify(stored: StoredHash, password: string): Promise<boolean>;
  /** Whether it was made cheaper, or without the pepper that is configured now. */
  outdated(stored: StoredHash): boolean;
}

/** argon2id with a fresh 16-byte salt each time, through the queue. The pepper is argon2's own secret input. */
export function createPasswordHash(cost: HashCost, pepper: Uint8Array | null, queue: HashingQueue): PasswordHash {
  const secret = pepper === null ? {} : { secret: pepper };
  return {
    hash: (password) =>
      queue(async () => ({ phc: await hash(password, { ...cost, ...secret }), peppered: pepper !== null })),
    verify: (stored, password) =>
      queue(() => verify(stored.phc, password, stored.peppered ? { ...cost, ...secret } : cost)),
    outdated(stored) {
      const made = parseOptions(stored.phc);
      return (
        made.memoryCost < cost.memoryCost ||
        made.timeCost < cost.timeCost ||
        made.parallelism !== cost.parallelism ||
        stored.peppered !== (pepper !== null)
      );
    },
  };
}
