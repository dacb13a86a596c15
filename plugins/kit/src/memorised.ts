import type { PluginTransaction } from './ports.ts';
import type { Subject } from './subject.ts';

/** What a person is told before choosing a secret (P1); no further rule may be enforced silently. */
export interface MemorisedRules {
  readonly minimumLength: number;
  readonly maximumLength: number;
  readonly message: string;
}

/** A secret as typed twice. Neither value is ever stored, logged or echoed in a message. */
export interface ChosenSecret {
  readonly secret: string;
  readonly confirmation: string;
}

/**
 * Answer of `choose`. `accepted` holds only a computed hash: nothing changes until `consume`, run inside the host's
 * transaction, answers true. False means that the person's secret was changed meanwhile by another request.
 */
export type ChoiceOutcome =
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string }
  | { readonly outcome: 'accepted'; readonly consume: (tx: PluginTransaction) => Promise<boolean> };

/** Optional capability of a plugin whose secret the person chooses himself; the host's `setPassword` uses it (W13, W15). */
export interface Memorised {
  readonly rules: MemorisedRules;
  /** Slow work happens here, outside any transaction. `contextWords` are refused as whole derived secrets (P2). */
  choose(subject: Subject, contextWords: readonly string[], chosen: ChosenSecret): Promise<ChoiceOutcome>;
}
