import { createRequire } from 'node:module';

/** How many of the list count as words to build on; the rest must match whole. */
const WORDS = 10_000;
/** Shorter ones are part of too many innocent passwords. */
const SHORTEST_WORD = 4;

export interface FrequentPasswords {
  /** In lower case. */
  readonly all: ReadonlySet<string>;
  /** The most common of them that are long enough to be a password's core. */
  readonly words: ReadonlySet<string>;
}

/**
 * The 49,000 most used passwords, commonest first, from @zxcvbn-ts/language-common: MIT, maintained, offline, exact text
 * (other packages ship Bloom filters or CRC-32 sums, which refuse good passwords by chance) (P2, ASVS 6.2.4).
 */
export function loadFrequentPasswords(): FrequentPasswords {
  // Its CommonJS build, because the other one imports without file endings; it has no types for Node's resolution.
  const require = createRequire(import.meta.url);
  const { dictionary } = require('@zxcvbn-ts/language-common') as { dictionary: Record<string, readonly string[]> };
  const ranked = dictionary['passwords-common'];
  if (ranked === undefined || ranked.length < WORDS) throw new Error('the list of frequent passwords is missing');
  return {
    all: new Set(ranked),
    words: new Set(ranked.slice(0, WORDS).filter((word) => word.length >= SHORTEST_WORD)),
  };
}
