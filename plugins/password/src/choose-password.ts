import type { ChoiceOutcome, ChosenSecret, Memorised, Ports } from '@countersign/authenticator-kit';
import type { Blocklist } from './blocklist.ts';
import { canonicalPassword } from './canonical-password.ts';
import { findCredential, findHistory, storeCredential } from './credential-table.ts';
import type { errorCodes } from './error-codes.ts';
import type { PasswordHash } from './password-hash.ts';

interface PasswordRules {
  /** In code points; at least 8 (P1). */
  readonly minimumLength: number;
  readonly maximumLength: number;
  /** How many of the person's passwords, the current one included, may not come back (P4). */
  readonly remembered: number;
}

interface Parts {
  readonly ports: Pick<Ports, 'clock' | 'tables'>;
  readonly rules: PasswordRules;
  readonly hashing: PasswordHash;
  readonly blocklist: Blocklist;
}

/** Length, blocklist and history decide; there are no rules about kinds of characters and no expiry (P1, P2, P4). */
export function createMemorised({ ports, rules, hashing, blocklist }: Parts): Memorised {
  const { minimumLength, maximumLength } = rules;
  return {
    rules: {
      minimumLength,
      maximumLength,
      message:
        `Use ${minimumLength} to ${maximumLength} characters of any kind, spaces included; several words are a good choice. ` +
        'Common passwords, names easy to guess here and your last passwords are refused.',
    },

    async choose(subject, contextWords, chosen) {
      const password = judgeText(chosen, rules);
      if (typeof password !== 'string') return password;
      const reason = blocklist(password, subject, contextWords);
      if (reason !== null) return refused('PASSWORD_BLOCKLISTED', `Please choose another password. ${reason}`);

      const { profileUuid } = subject;
      const [current, history] = await ports.tables.read(async (tx) => [
        await findCredential(tx, profileUuid),
        await findHistory(tx, profileUuid),
      ]);
      for (const earlier of history) {
        if (await hashing.verify(earlier, password)) {
          return refused(
            'PASSWORD_REUSED',
            `This password was used before. Choose one that is not among your last ${rules.remembered}.`,
          );
        }
      }

      const hashed = await hashing.hash(password);
      const at = ports.clock.now().getTime();
      const replacement = { ...hashed, replaces: current?.version ?? 0, at, remembered: rules.remembered };
      return { outcome: 'accepted', consume: (tx) => storeCredential(tx, profileUuid, replacement) };
    },
  };
}

/** The canonical text, or why it cannot be a new password. */
function judgeText(chosen: ChosenSecret, rules: PasswordRules): string | ChoiceOutcome {
  const password = canonicalPassword(chosen.secret);
  const confirmation = canonicalPassword(chosen.confirmation);
  if (chosen.secret === '') return refused('PASSWORD_TOO_SHORT', `Use at least ${rules.minimumLength} characters.`);
  if (!chosen.secret.isWellFormed())
    return refused('PASSWORD_MALFORMED', 'The password holds something that is not text. Type it again.');
  if (password === null) return refused('PASSWORD_TOO_LONG', `Use at most ${rules.maximumLength} characters.`);
  if (password.text !== confirmation?.text)
    return refused('PASSWORD_MISMATCH', 'The two passwords differ. Type the same one twice.');
  if (password.length < rules.minimumLength)
    return refused('PASSWORD_TOO_SHORT', `Use at least ${rules.minimumLength} characters.`);
  if (password.length > rules.maximumLength)
    return refused('PASSWORD_TOO_LONG', `Use at most ${rules.maximumLength} characters.`);
  return password.text;
}

function refused(code: keyof typeof errorCodes, message: string): ChoiceOutcome {
  return { outcome: 'refused', code, message };
}
