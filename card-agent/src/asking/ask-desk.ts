import { randomBytes } from 'node:crypto';
import type { CardDesk } from '../card/card-desk.ts';
import type { Card } from '../card/card.ts';
import type { Clock } from '../clock/system-clock.ts';
import { AgentRefusal } from '../error-codes.ts';
import { type Ask, openAsk } from './ask.ts';
import type { Wish, WishResult } from './wish.ts';

/** Shows the person what is asked; answers the address that the site's page opens, or null where it needs none. */
export type Prompt = (ask: Ask) => string | null;

/** Where wishes of sites wait for the person: one at a time on this PC. */
export interface AskDesk {
  open(wish: Wish): Promise<{ readonly id: string; readonly confirm: string | null }>;
  /** The result, told once and only to the origin that asked; null while the person has not answered. */
  fetch(id: string, origin: string, waitMs: number): Promise<WishResult | null>;
  cancel(id: string, origin: string): void;
}

interface Kept {
  readonly ask: Ask;
  readonly origin: string;
}

/** A statement lives 60 seconds; a wrong clock of the PC must not make it immortal here. */
const SIGNING_MS = 120_000;
/** Who must choose a new PIN gets the time to think of one. */
const NEW_PIN_MS = 300_000;
/** How long a result waits to be fetched. */
const KEPT_MS = 60_000;

function usable(cards: readonly Card[], wish: Wish): readonly Card[] {
  if (cards.length === 0) throw new AgentRefusal('CARD_MISSING');
  if (wish.kind === 'UNBLOCK') return cards;
  const withKeys = cards.filter((card) => card.certificates.length > 0);
  if (withKeys.length === 0) throw new AgentRefusal('CARD_EMPTY');
  if (withKeys.every((card) => card.states.includes('LOCKED'))) throw new AgentRefusal('PIN_LOCKED');
  return withKeys;
}

function timeFor(ask: Ask, clock: Clock): number {
  if (ask.wish.kind === 'UNBLOCK' || ask.view().needs.newPin) return NEW_PIN_MS;
  return Math.min(SIGNING_MS, ask.wish.statement.expiresAt.getTime() - clock.now().getTime());
}

function after(ms: number, act: () => void): void {
  setTimeout(act, Math.max(0, ms)).unref();
}

function within(ended: Promise<WishResult>, ms: number): Promise<WishResult | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), ms);
    void ended.then((result) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
}

/** Opens the desk over the card and the way to ask the person. */
export function openAskDesk(options: {
  readonly cards: CardDesk;
  readonly clock: Clock;
  readonly prompt: Prompt;
}): AskDesk {
  const { cards, clock, prompt } = options;
  const kept = new Map<string, Kept>();
  let busy = false;

  const begin = async (wish: Wish): Promise<Ask> => {
    const read = await cards({ do: 'READ' });
    if (!read.ok) throw new AgentRefusal(read.code, read.detail);
    const ask = openAsk({ wish, cards: usable(read.cards ?? [], wish), desk: cards, clock });
    after(timeFor(ask, clock), () => ask.refuse('STATEMENT_EXPIRED'));
    return ask;
  };
  const keptFor = (id: string, origin: string): Kept => {
    const found = kept.get(id);
    if (found === undefined || found.origin !== origin) throw new AgentRefusal('ASK_UNKNOWN');
    return found;
  };

  return {
    async open(wish) {
      if (busy) throw new AgentRefusal('ASK_IN_PROGRESS');
      busy = true;
      try {
        const ask = await begin(wish);
        const id = randomBytes(32).toString('base64url');
        kept.set(id, { ask, origin: wish.origin });
        void ask.ended.then(() => {
          busy = false;
          after(KEPT_MS, () => kept.delete(id));
        });
        return { id, confirm: prompt(ask) };
      } catch (error) {
        busy = false;
        throw error;
      }
    },
    async fetch(id, origin, waitMs) {
      const result = await within(keptFor(id, origin).ask.ended, waitMs);
      if (result === null) return null;
      if (!kept.delete(id)) throw new AgentRefusal('ASK_UNKNOWN');
      return result;
    },
    cancel: (id, origin) => keptFor(id, origin).ask.refuse('ASK_CANCELLED'),
  };
}
