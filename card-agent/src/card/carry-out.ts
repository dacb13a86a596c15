import { CKU } from '../cryptoki/cryptoki-constants.ts';
import type { Cryptoki, Handle } from '../cryptoki/cryptoki.ts';
import { AgentRefusal, type ErrorCode } from '../error-codes.ts';
import type { Card } from './card.ts';
import type { CardOrder, CardOutcome } from './card-order.ts';
import { codeOf } from './code-of.ts';
import { findCards, type SlottedCard } from './find-cards.ts';
import { pinStates } from './pin-states.ts';
import { keyFor, signWithKey } from './sign-with-key.ts';

type Order<Do extends CardOrder['do']> = Extract<CardOrder, { readonly do: Do }>;

function inSession<T>(cryptoki: Cryptoki, card: SlottedCard, act: (session: Handle) => T): T {
  const session = cryptoki.openSession(card.slot);
  try {
    return act(session);
  } finally {
    // Its failure would hide why the card failed; the program ends and takes the session along.
    try {
      cryptoki.closeSession(session);
    } catch {
      cryptoki.slots();
    }
  }
}

function sign(cryptoki: Cryptoki, card: SlottedCard, order: Order<'SIGN'>): CardOutcome {
  const certificate = card.certificates.find((one) => one.fingerprint === order.fingerprint);
  if (certificate === undefined) throw new AgentRefusal('CARD_EMPTY');
  return inSession(cryptoki, card, (session) => {
    cryptoki.login(session, CKU.USER, order.pin);
    const key = keyFor(cryptoki, session, certificate);
    if (key === null) throw new AgentRefusal('CARD_EMPTY');
    const bytes = Buffer.from(order.bytes, 'base64');
    const signature = signWithKey(cryptoki, session, { key, kind: certificate.key, pin: order.pin }, bytes);
    cryptoki.logout(session);
    return { ok: true, signature: signature.toString('base64') };
  });
}

function changePin(cryptoki: Cryptoki, card: SlottedCard, order: Order<'CHANGE_PIN'>): CardOutcome {
  return inSession(cryptoki, card, (session) => {
    cryptoki.setPin(session, order.pin, order.newPin);
    return { ok: true };
  });
}

function unblock(cryptoki: Cryptoki, card: SlottedCard, order: Order<'UNBLOCK'>): CardOutcome {
  return inSession(cryptoki, card, (session) => {
    cryptoki.login(session, CKU.SECURITY_OFFICER, order.unblockingKey);
    cryptoki.initPin(session, order.newPin);
    cryptoki.logout(session);
    return { ok: true };
  });
}

function withCard(cryptoki: Cryptoki, card: SlottedCard, order: Exclude<CardOrder, Order<'READ'>>): CardOutcome {
  if (order.do === 'SIGN') return sign(cryptoki, card, order);
  return order.do === 'CHANGE_PIN' ? changePin(cryptoki, card, order) : unblock(cryptoki, card, order);
}

/** A module answers anything when its card is pulled, so the reader is asked: the states now, or null when the card is gone. */
function statesNow(reopen: () => Cryptoki, serial: string): Card['states'] | null {
  try {
    const cryptoki = reopen();
    for (const slot of cryptoki.slots()) {
      const token = cryptoki.token(slot);
      if (token.serial === serial) return pinStates(token.flags);
    }
  } catch {
    // A reader that no longer answers has no card in it.
    return null;
  }
  return null;
}

function whyRefused(error: unknown, order: CardOrder, states: Card['states'] | null): ErrorCode {
  const code = error instanceof AgentRefusal ? error.code : codeOf(error);
  if (states === null) return 'CARD_REMOVED';
  if (order.do === 'UNBLOCK' && (code === 'PIN_WRONG' || code === 'PIN_LOCKED')) return 'UNBLOCKING_KEY_WRONG';
  return code === 'PIN_WRONG' && states.includes('LOCKED') ? 'PIN_LOCKED' : code;
}

/** Does what was ordered with the card that was seen before; a card that is gone by now was removed (W10). */
export function carryOut(cryptoki: Cryptoki, order: CardOrder, reopen: () => Cryptoki): CardOutcome {
  const cards = findCards(cryptoki);
  if (order.do === 'READ') return { ok: true, cards: cards.map(({ slot: _slot, ...card }) => card) };
  const card = cards.find((one) => one.serial === order.serial);
  if (card === undefined) return { ok: false, code: 'CARD_REMOVED' };
  try {
    return withCard(cryptoki, card, order);
  } catch (error) {
    const states = statesNow(reopen, order.serial);
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, code: whyRefused(error, order, states), states: states ?? [], detail };
  }
}
