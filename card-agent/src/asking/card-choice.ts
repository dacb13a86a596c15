import type { Card, CardCertificate } from '../card/card.ts';
import type { Wish } from './wish.ts';

/** One card with the certificate that would be used: what a person chooses between. */
export interface CardChoice {
  readonly id: string;
  readonly card: Card;
  readonly certificate: CardCertificate | null;
}

const longestFirst = (one: CardCertificate, other: CardCertificate) => other.notAfter.localeCompare(one.notAfter);

function choicesOf(card: Card, wish: Wish): readonly CardChoice[] {
  if (wish.kind === 'UNBLOCK') return [{ id: card.serial, card, certificate: card.certificates[0] ?? null }];
  return card.certificates
    .toSorted(longestFirst)
    .map((certificate) => ({ id: `${card.serial}.${certificate.fingerprint}`, card, certificate }));
}

/** The choices, those that bear the asked user ID first: the name on a card is a hint, the server decides. */
export function cardChoices(cards: readonly Card[], wish: Wish): readonly CardChoice[] {
  const choices = cards.flatMap((card) => choicesOf(card, wish));
  if (wish.kind === 'UNBLOCK') return choices;
  const fits = (choice: CardChoice) => (choice.certificate?.name === wish.statement.user ? 0 : 1);
  return choices.toSorted((one, other) => fits(one) - fits(other));
}
