import type { Card, PinState } from '../card/card.ts';
import type { CardDesk } from '../card/card-desk.ts';
import type { CardOutcome } from '../card/card-order.ts';
import type { Clock } from '../clock/system-clock.ts';
import { type ErrorCode, errorCodes } from '../error-codes.ts';
import { type CardChoice, cardChoices } from './card-choice.ts';
import { acceptableNewPin, type Entry } from './pin-rule.ts';
import { tell, warningOf } from './tell.ts';
import type { Wish, WishResult } from './wish.ts';

/** What the person is shown and must type. */
export interface AskView {
  readonly wish: Wish;
  readonly choices: readonly CardChoice[];
  readonly needs: { readonly pin: boolean; readonly newPin: boolean };
  readonly tell: string | null;
  readonly result: WishResult | null;
}

/** One wish of a site, from the question to its end; terminal and page both drive this and nothing else. */
export interface Ask {
  readonly wish: Wish;
  readonly ended: Promise<WishResult>;
  view(): AskView;
  enter(entry: Entry): Promise<void>;
  refuse(code: ErrorCode): void;
}

interface AskOptions {
  readonly wish: Wish;
  readonly cards: readonly Card[];
  readonly desk: CardDesk;
  readonly clock: Clock;
}

type Failure = Extract<CardOutcome, { readonly ok: false }>;

/** Another attempt may mend these; everything else ends the ask. */
const MENDABLE: ReadonlySet<ErrorCode> = new Set(['PIN_WRONG', 'PIN_SHAPE', 'CARD_UNKNOWN', 'PIN_MUST_CHANGE']);

/** A changed PIN stays changed when the statement ran out meanwhile, and the person is told so. */
const CHANGED_TOO_LATE = 'Your new PIN is set, but the time to sign in has run out. Start again with the new PIN.';

/** Opens the conversation about one wish over the cards that are there. */
export function openAsk({ wish, cards, desk, clock }: AskOptions): Ask {
  const choices = cardChoices(cards, wish);
  const { promise: ended, resolve } = Promise.withResolvers<WishResult>();
  let result: WishResult | null = null;
  let told = warningOf(choices[0]?.card.states ?? []);
  const mustChange = new Set(cards.filter((one) => one.states.includes('PIN_MUST_CHANGE')).map((one) => one.serial));

  const end = (next: WishResult) => {
    result ??= next;
    resolve(result);
  };
  const refuse = (code: ErrorCode, message: string = errorCodes[code]) => end({ state: 'REFUSED', code, message });
  const say = (code: ErrorCode, states?: readonly PinState[]) => {
    told = tell(code, states);
  };
  const fail = ({ code, states }: Failure, serial: string) => {
    if (!MENDABLE.has(code)) return refuse(code);
    if (code === 'PIN_MUST_CHANGE') mustChange.add(serial);
    return say(code, states);
  };

  const unblock = async ({ card }: CardChoice, entry: Entry, unblockingKey: string) => {
    if (!acceptableNewPin(entry)) return say('PIN_SHAPE');
    const done = await desk({ do: 'UNBLOCK', serial: card.serial, unblockingKey, newPin: entry.newPin ?? '' });
    return done.ok ? end({ state: 'UNBLOCKED' }) : fail(done, card.serial);
  };

  /** The PIN to sign with, or null where the person was told something instead. */
  const settledPin = async ({ serial }: Card, entry: Entry): Promise<string | null> => {
    if (entry.pin === undefined || entry.pin === '') return (say('PIN_WRONG'), null);
    if (!mustChange.has(serial)) return entry.pin;
    if (!acceptableNewPin(entry)) return (say('PIN_SHAPE'), null);
    const newPin = entry.newPin ?? '';
    const changed = await desk({ do: 'CHANGE_PIN', serial, pin: entry.pin, newPin });
    if (!changed.ok) return (fail(changed, serial), null);
    mustChange.delete(serial);
    return newPin;
  };

  const sign = async ({ card, certificate }: CardChoice, entry: Entry, signing: Wish & { readonly kind: 'SIGN' }) => {
    if (certificate === null) return refuse('CARD_EMPTY');
    if (card.states.includes('LOCKED')) return refuse('PIN_LOCKED');
    const changes = mustChange.has(card.serial);
    const pin = await settledPin(card, entry);
    if (pin === null) return undefined;
    if (clock.now() >= signing.statement.expiresAt)
      return refuse('STATEMENT_EXPIRED', changes ? CHANGED_TOO_LATE : undefined);
    const bytes = Buffer.from(signing.statement.text, 'utf8').toString('base64');
    const { fingerprint } = certificate;
    const done = await desk({ do: 'SIGN', serial: card.serial, fingerprint, pin, bytes });
    if (!done.ok) return fail(done, card.serial);
    return end({ state: 'SIGNED', certificate: certificate.certificate, signature: done.signature ?? '' });
  };

  return {
    wish,
    ended,
    view: () => ({
      wish,
      choices,
      needs: { pin: wish.kind === 'SIGN', newPin: wish.kind === 'UNBLOCK' || mustChange.size > 0 },
      tell: told,
      result,
    }),
    async enter(entry) {
      if (result !== null) return;
      told = null;
      const choice = choices.length === 1 ? choices[0] : choices.find((one) => one.id === entry.choice);
      if (choice === undefined) say('CARD_UNKNOWN');
      else if (wish.kind === 'UNBLOCK') await unblock(choice, entry, wish.unblockingKey);
      else await sign(choice, entry, wish);
    },
    refuse: (code) => refuse(code),
  };
}
