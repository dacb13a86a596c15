import { localDate, type LocalDate } from '../function-hours/hong-kong-date.ts';

/** How SEOCH's administrator IDs may be written (C1, domain 3.2.5). */
const seochOrders = ['DIGIT_LETTER', 'LETTER_DIGIT', 'BOTH'] as const;

interface PolicyEntry<Value> {
  /** Whether one participant may have a value of its own. */
  readonly perParticipant: boolean;
  /** Holds until the clearing house decides otherwise. */
  readonly fallback: Value;
  /** The value that was typed, or undefined when it is none. */
  read(typed: unknown): Value | undefined;
  /** What a good value is, as the end of a sentence. */
  readonly form: string;
  readonly meaning: string;
}

const flag = (fallback: boolean, meaning: string): PolicyEntry<boolean> => ({
  perParticipant: true,
  fallback,
  read: (typed) => (typeof typed === 'boolean' ? typed : undefined),
  form: 'true or false',
  meaning,
});

/** Every policy: who may have a value of its own, its default, and what a good value is (2.2). */
export const policyBook = {
  requireCheckerOtp: flag(
    false,
    'Checkers approve in a session of their own after a live one-time password; codes on the maker’s screen are refused.',
  ),
  queuedApproval: flag(true, 'Requests wait for checkers in their own sessions as well (W2).'),
  emailOtpAllowed: flag(true, 'One-time passwords may come by email (O5).'),
  passkeyAllowed: flag(true, 'Users may register a passkey as their second factor.'),
  seochDaIdOrder: {
    perParticipant: false,
    fallback: 'BOTH',
    read: (typed: unknown) => seochOrders.find((each) => each === typed),
    form: `one of ${seochOrders.join(', ')}`,
    meaning: 'How new SEOCH administrator IDs are written: digit then letter, letter then digit, or either (C1).',
  } satisfies PolicyEntry<(typeof seochOrders)[number]> as PolicyEntry<(typeof seochOrders)[number]>,
  da3OpensOn: {
    perParticipant: false,
    fallback: '2023-03-20' as LocalDate,
    read: (typed: unknown) => (typeof typed === 'string' ? (localDate(typed) ?? undefined) : undefined),
    form: 'a calendar date such as 2023-03-20',
    meaning: 'First day of form DA 3; it opens on a date of its own, not by phase (A2).',
  } satisfies PolicyEntry<LocalDate> as PolicyEntry<LocalDate>,
} as const;

/** One of the keys above. */
export type PolicyKey = keyof typeof policyBook;

/** The type of a policy's value. */
export type PolicyValue<Key extends PolicyKey = PolicyKey> = (typeof policyBook)[Key]['fallback'];

/** All keys, in the order of the book. */
export const policyKeys = Object.keys(policyBook) as readonly PolicyKey[];
