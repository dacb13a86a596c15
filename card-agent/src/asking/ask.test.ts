import { describe, expect, it } from '@jest/globals';
import type { Card } from '../card/card.ts';
import type { CardOrder, CardOutcome } from '../card/card-order.ts';
import { errorCodes } from '../error-codes.ts';
import { readStatement, type Statement } from '../statement/read-statement.ts';
import { cardOf, deskOf, NOW, PIN, SITE, statementFor } from '../testing/cardholder.ts';
import { openAsk } from './ask.ts';
import type { Wish } from './wish.ts';

const statement = readStatement(statementFor()) as Statement;
const signing: Wish = { kind: 'SIGN', origin: SITE, statement };

function about(
  cards: readonly Card[],
  {
    wish = signing,
    answers,
    now = () => NOW,
  }: { wish?: Wish; answers?: (order: CardOrder) => CardOutcome | undefined; now?: () => Date } = {},
) {
  const desk = deskOf(() => cards, answers);
  return { desk, ask: openAsk({ wish, cards, desk, clock: { now } }) };
}

describe('signing', () => {
  it('gives the certificate and the signature over exactly the statement', async () => {
    const { ask, desk } = about([cardOf('HKABC1X1')]);
    await ask.enter({ pin: PIN });
    const signed = { state: 'SIGNED', certificate: 'certificate-of-HKABC1X1', signature: 'signature' };
    expect(await ask.ended).toEqual(signed);
    expect(desk.orders).toEqual([expect.objectContaining({ do: 'SIGN', pin: PIN })]);
    const [order] = desk.orders;
    const bytes = order?.do === 'SIGN' ? order.bytes : '';
    expect(Buffer.from(bytes, 'base64').toString('utf8')).toBe(statement.text);
  });

  it('says that a PIN was wrong, and that one try is left', async () => {
    const { ask } = about([cardOf('A')], {
      answers: ({ do: what }) =>
        what === 'SIGN' ? { ok: false, code: 'PIN_WRONG', states: ['FINAL_TRY', 'PIN_COUNT_LOW'] } : undefined,
    });
    await ask.enter({ pin: '000000' });
    expect(ask.view()).toMatchObject({ result: null, tell: expect.stringMatching(/PIN is wrong\. One try is left/) });
  });

  it('warns of the last try before anything is typed', () => {
    expect(about([cardOf('A', { states: ['FINAL_TRY'] })]).ask.view().tell).toMatch(/One try is left/);
  });

  it.each(['PIN_LOCKED', 'CARD_REMOVED', 'CARD_TIMEOUT', 'CARD_FAILED'] as const)('ends with %s', async (code) => {
    const { ask } = about([cardOf('A')], { answers: () => ({ ok: false, code }) });
    await ask.enter({ pin: PIN });
    expect(await ask.ended).toEqual({ state: 'REFUSED', code, message: errorCodes[code] });
  });

  it('sends the holder of a locked card to his Delegated Administrator without trying the PIN', async () => {
    const cards = [cardOf('A', { states: ['LOCKED'] }), cardOf('B')];
    const { ask, desk } = about(cards);
    await ask.enter({ choice: ask.view().choices.find(({ card }) => card.label === 'A')?.id, pin: PIN });
    expect(await ask.ended).toMatchObject({
      message: expect.stringMatching(/ask your Delegated Administrator for a PIN/),
    });
    expect(desk.orders).toEqual([]);
  });

  it('signs nothing once the statement has run out', async () => {
    const { ask, desk } = about([cardOf('A')], { now: () => statement.expiresAt });
    await ask.enter({ pin: PIN });
    expect(await ask.ended).toMatchObject({ code: 'STATEMENT_EXPIRED' });
    expect(desk.orders).toEqual([]);
  });

  it('asks which of several cards, the one that bears the user ID first', async () => {
    const { ask, desk } = about([cardOf('HKABC101'), cardOf('HKABC1X1')]);
    expect(ask.view().choices.map(({ card }) => card.label)).toEqual(['HKABC1X1', 'HKABC101']);
    await ask.enter({ pin: PIN });
    expect(ask.view().tell).toBe(errorCodes.CARD_UNKNOWN);
    expect(desk.orders).toEqual([]);
    await ask.enter({ choice: ask.view().choices[1]?.id, pin: PIN });
    expect(await ask.ended).toMatchObject({ certificate: 'certificate-of-HKABC101' });
  });
});

describe('a PIN that must change at first use (W10)', () => {
  const must = cardOf('A', { states: ['PIN_MUST_CHANGE'] });

  it('is changed before anything is signed, and the new one signs', async () => {
    const { ask, desk } = about([must], {
      answers: ({ do: what }) => (what === 'SIGN' ? { ok: true, signature: 's' } : undefined),
    });
    expect(ask.view().needs).toEqual({ pin: true, newPin: true });
    await ask.enter({ pin: PIN, newPin: '654321', again: '654321' });
    expect(desk.orders).toMatchObject([
      { do: 'CHANGE_PIN', pin: PIN, newPin: '654321' },
      { do: 'SIGN', pin: '654321' },
    ]);
    expect(await ask.ended).toMatchObject({ state: 'SIGNED' });
  });

  it.each([
    ['too short', '12345', '12345'],
    ['too long', '123456789', '123456789'],
    ['no digits', 'abcdef', 'abcdef'],
    ['typed differently', '654321', '654322'],
    ['the former one', PIN, PIN],
  ])('is not changed to one that is %s', async (_name, newPin, again) => {
    const { ask, desk } = about([must]);
    await ask.enter({ pin: PIN, newPin, again });
    expect(ask.view().tell).toBe(errorCodes.PIN_SHAPE);
    expect(desk.orders).toEqual([]);
  });

  it('is also asked for when only the card’s answer says so', async () => {
    const expired: CardOutcome = { ok: false, code: 'PIN_MUST_CHANGE', states: [] };
    const { ask } = about([cardOf('A')], { answers: ({ do: what }) => (what === 'SIGN' ? expired : undefined) });
    await ask.enter({ pin: PIN });
    expect(ask.view()).toMatchObject({ needs: { newPin: true }, tell: errorCodes.PIN_MUST_CHANGE });
  });

  it('stays changed when the statement ran out meanwhile, and the person is told', async () => {
    const { ask, desk } = about([must], { now: () => statement.expiresAt });
    await ask.enter({ pin: PIN, newPin: '654321', again: '654321' });
    expect(await ask.ended).toMatchObject({
      code: 'STATEMENT_EXPIRED',
      message: expect.stringMatching(/new PIN is set/),
    });
    expect(desk.orders).toMatchObject([{ do: 'CHANGE_PIN' }]);
  });
});

describe('after a PIN reset (W19)', () => {
  const wish: Wish = { kind: 'UNBLOCK', origin: SITE, unblockingKey: '87654321' };

  it('the person chooses the new PIN, also of a locked card', async () => {
    const { ask, desk } = about([cardOf('A', { states: ['LOCKED'] })], { wish });
    expect(ask.view().needs).toEqual({ pin: false, newPin: true });
    await ask.enter({ newPin: '654321', again: '654321' });
    expect(desk.orders).toEqual([{ do: 'UNBLOCK', serial: 'serial-A', unblockingKey: '87654321', newPin: '654321' }]);
    expect(await ask.ended).toEqual({ state: 'UNBLOCKED' });
  });

  it('a new PIN of another shape never reaches the card', async () => {
    const { ask, desk } = about([cardOf('A')], { wish });
    await ask.enter({ newPin: '1234', again: '1234' });
    expect(ask.view().tell).toBe(errorCodes.PIN_SHAPE);
    expect(desk.orders).toEqual([]);
  });
});
