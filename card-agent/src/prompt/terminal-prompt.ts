import type { Ask, AskView } from '../asking/ask.ts';
import type { Prompt } from '../asking/ask-desk.ts';
import type { Entry } from '../asking/pin-rule.ts';
import type { Terminal } from '../terminal/terminal.ts';

const PURPOSES = { LOGIN: 'Sign in', STEP_UP: 'Confirm that it is you' } as const;

function heading({ wish }: AskView): string {
  if (wish.kind === 'UNBLOCK') return `\n${wish.origin} asks to set a new PIN after a PIN reset.`;
  const { statement } = wish;
  return `\n${wish.origin} asks for your signature.\n  User ID: ${statement.user}\n  Purpose: ${PURPOSES[statement.purpose]}`;
}

/** Asks the person in the terminal what the page would ask; an empty line cancels. */
export function terminalPrompt(terminal: Terminal): Prompt {
  const talk = async (ask: Ask, signal: AbortSignal): Promise<void> => {
    const question = (text: string, hidden = true) => terminal.ask(text, { hidden, signal });
    const choose = async ({ choices }: AskView): Promise<string | undefined> => {
      if (choices.length === 1) return choices[0]?.id;
      for (const [index, { card, certificate }] of choices.entries())
        terminal.say(`  ${index + 1}. ${certificate?.name ?? ''} (${card.label}, ${card.serial})`);
      return choices[Number(await question('Which card? ', false)) - 1]?.id;
    };
    terminal.say(heading(ask.view()));
    while (ask.view().result === null) {
      const view = ask.view();
      if (view.tell !== null) terminal.say(view.tell);
      const entry: { -readonly [Key in keyof Entry]: Entry[Key] } = { choice: await choose(view) };
      if (view.needs.pin) entry.pin = await question('PIN (empty to cancel): ');
      if (entry.pin === '') return ask.refuse('ASK_CANCELLED');
      if (view.needs.newPin) entry.newPin = await question('New PIN, 6 to 8 digits (empty to cancel): ');
      if (entry.newPin === '') return ask.refuse('ASK_CANCELLED');
      if (view.needs.newPin) entry.again = await question('New PIN again: ');
      await ask.enter(entry);
    }
  };
  return (ask) => {
    const over = new AbortController();
    void ask.ended.then((result) => {
      over.abort();
      terminal.say(result.state === 'REFUSED' ? result.message : 'Done.');
    });
    talk(ask, over.signal).catch(() => ask.refuse('ASK_CANCELLED'));
    return null;
  };
}
