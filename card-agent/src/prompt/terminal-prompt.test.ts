import { describe, expect, it } from '@jest/globals';
import { openAsk } from '../asking/ask.ts';
import type { Card } from '../card/card.ts';
import { readStatement, type Statement } from '../statement/read-statement.ts';
import { cardOf, deskOf, NOW, PIN, SITE, statementFor } from '../testing/cardholder.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { terminalPrompt } from './terminal-prompt.ts';

/** Types these lines one after the other and remembers what was shown, and which lines were hidden. */
function typing(lines: readonly string[]) {
  const rest = [...lines];
  const shown: string[] = [];
  const hidden: boolean[] = [];
  const terminal: Terminal = {
    say: (line) => void shown.push(line),
    ask: async (question, how) => {
      shown.push(question);
      hidden.push(how.hidden);
      return rest.shift() ?? '';
    },
  };
  return { terminal, shown, hidden };
}

async function talk(cards: readonly Card[], lines: readonly string[]) {
  const statement = readStatement(statementFor()) as Statement;
  const desk = deskOf(() => cards);
  const ask = openAsk({ wish: { kind: 'SIGN', origin: SITE, statement }, cards, desk, clock: { now: () => NOW } });
  const person = typing(lines);
  expect(terminalPrompt(person.terminal)(ask)).toBeNull();
  return { result: await ask.ended, desk, ...person };
}

describe('asking in the terminal', () => {
  it('names the site, the user ID and the purpose, hides the PIN and takes another after a wrong one', async () => {
    const { result, shown, hidden } = await talk([cardOf('A')], ['000000', PIN]);
    expect(shown[0]).toContain(`${SITE} asks for your signature.\n  User ID: HKABC1X1\n  Purpose: Sign in`);
    expect(shown).toContain('The PIN is wrong.');
    expect(hidden).toEqual([true, true]);
    expect(result.state).toBe('SIGNED');
  });

  it('asks which card, and for a new PIN where the card wants one', async () => {
    const cards = [cardOf('A'), cardOf('B', { states: ['PIN_MUST_CHANGE'] })];
    const { desk } = await talk(cards, ['2', PIN, '654321', '654321', '1', '654321']);
    expect(desk.orders[0]).toMatchObject({ do: 'CHANGE_PIN', serial: 'serial-B', newPin: '654321' });
  });

  it('an empty line cancels', async () => {
    const { result, desk } = await talk([cardOf('A')], ['']);
    expect(result).toMatchObject({ code: 'ASK_CANCELLED' });
    expect(desk.orders).toEqual([]);
  });
});
