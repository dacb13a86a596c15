import type { TokenOutcome } from '@countersign/authentication';
import type { Brought } from './brought-tokens.ts';

/** Tells of each token that was refused or replaces something, and sums up; a key is never among what it knows. */
export interface TokenReport {
  refused(one: Brought['refused'][number]): void;
  take(outcome: TokenOutcome): void;
  /** Prints the sum and gives the exit code: 2 when tokens were refused. */
  end(): number;
}

/** A file's own text may hold control characters, which a terminal would obey. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

/** One line for each token that an operator should look at, and one for all. */
export function tokenReport(print: (line: string) => void, commit: boolean): TokenReport {
  const count = { accepted: 0, refused: 0 };
  const refuse = (serial: string, userId: string, why: { readonly code: string; readonly message: string }) => {
    count.refused += 1;
    print(harmless(`token ${serial}: ${userId === '' ? 'no user' : userId}: ${why.code}: ${why.message}`));
  };
  return {
    refused: (one) => refuse(one.serial, one.userId, one),
    take(outcome) {
      if (outcome.outcome === 'REFUSED') return refuse(outcome.serial, outcome.userId, outcome);
      count.accepted += 1;
      if (outcome.replaced)
        print(harmless(`token ${outcome.serial}: ${outcome.userId}: replaces the second factor there is`));
    },
    end() {
      const { accepted, refused } = count;
      const kept = commit
        ? `${accepted} tokens were assigned.`
        : 'This was a dry run: nothing was kept. Keep it with --commit.';
      print(`${accepted + refused} tokens read, ${accepted} accepted, ${refused} refused. ${kept}`);
      return refused > 0 ? 2 : 0;
    },
  };
}
